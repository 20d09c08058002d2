package dev.consign.processor.shop;

import dev.consign.id.GatewayCode;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.IdempotencyKeys;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.KeyConflict;
import dev.consign.processor.api.idempotency.KeyRefusal;
import dev.consign.processor.api.idempotency.KeyState;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.sql.Transactions;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// One request, one attempt to collect, one answer, however often it is sent (incident I5). The
/// payment and its idempotency key are committed together before the gateway is asked, and no HTTP
/// call is made inside a transaction; a process that dies in between leaves a payment that the
/// repeat continues and the reconciler asks about.
@Component
final class PaymentAttempts {
    private static final int RACES = 5;

    private final IdempotencyKeys keys;
    private final Transactions transactions;
    private final GatewayCalls gateways;
    private final OrderAnswers answers;

    PaymentAttempts(
            IdempotencyKeys keys,
            Transactions transactions,
            GatewayCalls gateways,
            OrderAnswers answers) {
        this.keys = keys;
        this.transactions = transactions;
        this.gateways = gateways;
        this.answers = answers;
    }

    /// @param plan what to store, asked for when the key is free
    /// @throws Refused when nothing was stored, or the first request is still being worked on
    StoredAnswer once(IdempotentRequest request, Supplier<Plan> plan) {
        for (var race = 1; race <= RACES; race++) {
            var answer =
                    switch (keys.look(request)) {
                        case KeyState.Answered answered -> Optional.of(answered.answer());
                        case KeyState.Reused _ -> throw new Refused(KeyRefusal.REUSED);
                        case KeyState.InFlight _, KeyState.Unfinished _ ->
                                throw new Refused(KeyRefusal.IN_FLIGHT);
                        case KeyState.Abandoned abandoned -> resume(request, abandoned);
                        case KeyState.Free _ -> start(request, plan.get());
                    };
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new Refused(KeyRefusal.IN_FLIGHT);
    }

    /// @return empty when another request with the same key was faster
    private Optional<StoredAnswer> start(IdempotentRequest request, Plan plan) {
        try (var call = gateways.admit(plan.gateway())) {
            var draft = plan.draft().apply(call.gateway().merchant());
            Instant lease;
            try {
                lease =
                        transactions.call(() -> {
                            var taken = keys.begin(request, draft.orderNo(), draft.paymentNo());
                            draft.store().run();
                            return taken;
                        });
            } catch (KeyConflict _) {
                return Optional.empty();
            }
            return Optional.of(finish(request, lease, call, draft.paymentNo(), true));
        }
    }

    /// @return empty when another request with the same key was faster
    private Optional<StoredAnswer> resume(IdempotentRequest request, KeyState.Abandoned abandoned) {
        var paymentNo = abandoned.paymentNo();
        var open = answers.unfinished(paymentNo);
        if (open.isEmpty()) {
            return keys.takeOver(request, abandoned.lease())
                    .map(lease -> answers.give(request, lease, paymentNo));
        }
        try (var call = gateways.admit(open.get().gateway())) {
            return keys.takeOver(request, abandoned.lease())
                    .map(lease -> finish(request, lease, call, paymentNo, false));
        }
    }

    private StoredAnswer finish(
            IdempotentRequest request,
            Instant lease,
            GatewayCall call,
            PaymentNo paymentNo,
            boolean first) {
        try {
            answers.submit(call, paymentNo, first);
            return answers.give(request, lease, paymentNo);
        } catch (RuntimeException e) {
            giveUp(request, lease, e);
            throw e;
        }
    }

    private void giveUp(IdempotentRequest request, Instant lease, RuntimeException reason) {
        try {
            keys.giveUp(request, lease);
        } catch (RuntimeException e) {
            // The lease runs out by itself.
            reason.addSuppressed(e);
        }
    }

    /// What a new request wants.
    ///
    /// @param draft from our account at the gateway
    record Plan(GatewayCode gateway, Function<String, Draft> draft) {}

    /// What is stored for it; its numbers are made before the transaction, so that a repeated
    /// transaction stores the same.
    ///
    /// @param store runs in the transaction of the key; throws [Refused] to store nothing
    record Draft(OrderNo orderNo, PaymentNo paymentNo, Runnable store) {}
}
