package dev.consign.processor.backoffice.payouts;

import dev.consign.engine.payout.HeldOrder;
import dev.consign.engine.payout.PayoutWrites;
import dev.consign.engine.payout.PayoutWrites.PayoutOrder;
import dev.consign.id.ConsignorId;
import dev.consign.money.Money;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.Completion;
import dev.consign.processor.api.idempotency.IdempotencyKeys;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.KeyConflict;
import dev.consign.processor.api.idempotency.KeyRefusal;
import dev.consign.processor.api.idempotency.KeyState;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.backoffice.approvals.Allowance;
import dev.consign.processor.backoffice.approvals.NeedsSecondPerson;
import dev.consign.processor.backoffice.approvals.Proposal.Draft;
import dev.consign.processor.backoffice.approvals.ProposalAction;
import dev.consign.processor.backoffice.approvals.Proposals;
import dev.consign.processor.backoffice.payouts.PayoutLimit.Word;
import dev.consign.processor.backoffice.payouts.Payouts.PayoutView;
import dev.consign.processor.backoffice.payouts.Payouts.Total;
import dev.consign.sql.Patience;
import dev.consign.sql.Transactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// One request, one run of payouts, one answer. A run is many transactions; one that died is done
/// again by its repeat, which pays whom the first had not reached and answers with what both paid,
/// since every payout names its request. Hence not `Once`, which does all in one transaction.
@Component
final class PayoutService {
    private static final int MOST_LISTED = 1_000;

    /// The client whose keys are proposals; no caller has such a name.
    private static final String PROPOSALS = "Proposals";

    private final IdempotencyKeys keys;
    private final Transactions transactions;
    private final PayoutRun run;
    private final Payouts payouts;
    private final Proposals proposals;
    private final InstantSource clock;
    private final JsonMapper json;

    PayoutService(
            IdempotencyKeys keys,
            Transactions transactions,
            PayoutRun run,
            Payouts payouts,
            Proposals proposals,
            InstantSource clock,
            JsonMapper json) {
        this.proposals = proposals;
        this.keys = keys;
        this.transactions = transactions;
        this.run = run;
        this.payouts = payouts;
        this.clock = clock;
        this.json = json;
    }

    /// What is more than one person may pay out is proposed instead (202).
    ///
    /// @param only empty for all consignors
    /// @param asked as it was sent, JSON
    /// @throws Refused when nothing was paid, or the first request is still being worked on
    StoredAnswer pay(
            IdempotentRequest request,
            LocalDate businessDate,
            Optional<ConsignorId> only,
            String asked,
            String actor) {
        var order = new PayoutOrder(businessDate, id(request), actor, null);
        try {
            return pay(request, order, only, Word.alone(proposals.aloneForPayouts()));
        } catch (NeedsSecondPerson needed) {
            var subject = businessDate + only.map(one -> ":" + one).orElse("");
            var what =
                    "payouts of %s to %s"
                            .formatted(
                                    businessDate,
                                    only.map(ConsignorId::value).orElse("all consignors"));
            return proposals.propose(
                    request,
                    new Draft(
                            ProposalAction.PAYOUT,
                            subject,
                            asked,
                            needed.amounts(),
                            what,
                            what,
                            actor));
        }
    }

    /// Looks, before the first consignor is paid, whether so much may be paid.
    ///
    /// @param proposalId the same request whenever it is approved again
    /// @return pays them, and may be asked to do so again
    Supplier<String> approved(
            String proposalId,
            LocalDate businessDate,
            Optional<ConsignorId> only,
            String actor,
            Allowance.Approved allowance) {
        var request = IdempotentRequest.of(PROPOSALS, proposalId, "POST", proposalId, new byte[0]);
        var order = new PayoutOrder(businessDate, id(request), actor, allowance.by());
        var word = Word.approved(proposalId, allowance);
        run.check(word, only, businessDate);
        return () -> pay(request, order, only, word).body();
    }

    private StoredAnswer pay(
            IdempotentRequest request, PayoutOrder order, Optional<ConsignorId> only, Word word) {
        return switch (keys.look(request)) {
            case KeyState.Answered answered -> answered.answer();
            case KeyState.Reused _ -> throw new Refused(KeyRefusal.REUSED);
            case KeyState.InFlight _, KeyState.Abandoned _ ->
                    throw new Refused(KeyRefusal.IN_FLIGHT);
            case KeyState.Unfinished unfinished ->
                    work(
                            request,
                            new Lease(keys.takeOver(request, unfinished.lease())),
                            order,
                            only,
                            word);
            case KeyState.Free _ -> {
                check(order.businessDate(), only);
                run.check(word, only, order.businessDate());
                yield work(request, new Lease(begin(request)), order, only, word);
            }
        };
    }

    private void check(LocalDate businessDate, Optional<ConsignorId> only) {
        if (businessDate.isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            throw new Refused(new DayNotBegun(businessDate));
        }
        only.filter(consignor -> !run.knows(consignor))
                .ifPresent(consignor -> {
                    throw new Refused(new NotFound("consignor " + consignor));
                });
    }

    /// @return empty when another request with the same key was faster
    private Optional<Instant> begin(IdempotentRequest request) {
        try {
            return Optional.of(transactions.call(() -> keys.begin(request)));
        } catch (KeyConflict _) {
            return Optional.empty();
        }
    }

    private StoredAnswer work(
            IdempotentRequest request,
            Lease lease,
            PayoutOrder order,
            Optional<ConsignorId> only,
            Word word) {
        var left = new Left();
        try {
            Patience.unlimited(() -> {
                run.pay(
                        only,
                        order,
                        word,
                        left::add,
                        () -> lease.until = held(keys.takeOver(request, lease.until)));
                return order;
            });
            var body =
                    json.writeValueAsString(
                            new PayoutAnswer(
                                    order.businessDate(),
                                    payouts.of(order.requestId(), MOST_LISTED),
                                    payouts.totals(order.requestId()),
                                    left.carriedOver,
                                    left.carriedOverCount,
                                    left.heldBack,
                                    left.heldBackCount,
                                    left.aboveLimit,
                                    left.aboveLimitCount));
            transactions.run(() -> {
                keys.answer(request, lease.until, Completion.CREATED, body);
                run.audit(only, order);
            });
            return StoredAnswer.first(Completion.CREATED, body);
        } catch (RuntimeException e) {
            giveUp(request, lease, e);
            throw e;
        }
    }

    private void giveUp(IdempotentRequest request, Lease lease, RuntimeException reason) {
        try {
            keys.giveUp(request, lease.until);
        } catch (RuntimeException e) {
            // The lease runs out by itself.
            reason.addSuppressed(e);
        }
    }

    private static Instant held(Optional<Instant> lease) {
        return lease.orElseThrow(() -> new Refused(KeyRefusal.IN_FLIGHT));
    }

    /// The same for every repeat, and for no other request.
    private static byte[] id(IdempotentRequest request) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(
                            (request.client() + "\n" + request.key())
                                    .getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// The right to work on the request, prolonged after every page.
    private static final class Lease {
        private Instant until;

        Lease(Optional<Instant> until) {
            this.until = held(until);
        }
    }

    /// What was not paid: the first of it, and how much there is.
    private static final class Left {
        private final List<CarriedOver> carriedOver = new ArrayList<>();
        private final List<HeldBack> heldBack = new ArrayList<>();
        private final List<CarriedOver> aboveLimit = new ArrayList<>();
        private long carriedOverCount;
        private long heldBackCount;
        private long aboveLimitCount;

        void add(ConsignorId consignor, PayoutWrites.Left left) {
            left.carriedOver().forEach(amount -> add(consignor, amount));
            left.aboveLimit().forEach(amount -> addAboveLimit(consignor, amount));
            left.heldBack().forEach(one -> add(consignor, one));
        }

        private void add(ConsignorId consignor, Money amount) {
            carriedOverCount++;
            if (carriedOver.size() < MOST_LISTED) {
                carriedOver.add(new CarriedOver(consignor.value(), MoneyBody.of(amount)));
            }
        }

        private void addAboveLimit(ConsignorId consignor, Money amount) {
            aboveLimitCount++;
            if (aboveLimit.size() < MOST_LISTED) {
                aboveLimit.add(new CarriedOver(consignor.value(), MoneyBody.of(amount)));
            }
        }

        private void add(ConsignorId consignor, HeldOrder held) {
            heldBackCount++;
            if (heldBack.size() < MOST_LISTED) {
                heldBack.add(HeldBack.of(consignor, held));
            }
        }
    }

    /// 201 of POST /api/payouts. Of each list the first 1,000; GET /api/payouts has all payouts,
    /// and GET /api/payouts/held all that is held back.
    ///
    /// @param totals of all payouts, by currency
    /// @param carriedOver what stays on the accounts for a later payout: owed to us, or posted too
    ///   late for this one, or held back
    /// @param carriedOverCount of all of them
    /// @param heldBack orders of whose payments money is in doubt; a part of what is carried over
    /// @param heldBackCount of all of them
    /// @param aboveLimit what would have been more than one person may pay out, or than was
    ///   approved, since other payouts or sales came in between; a part of what is carried over.
    ///   Asked for once more it is proposed
    /// @param aboveLimitCount of all of them
    record PayoutAnswer(
            LocalDate businessDate,
            List<PayoutView> payouts,
            List<Total> totals,
            List<CarriedOver> carriedOver,
            long carriedOverCount,
            List<HeldBack> heldBack,
            long heldBackCount,
            List<CarriedOver> aboveLimit,
            long aboveLimitCount) {}

    /// @param amount negative when the consignor owes us
    record CarriedOver(String consignorId, MoneyBody amount) {}

    /// @param amount what the order brought the consignor, less what was refunded of it
    /// @param caseId null where a dispute has no open case
    /// @param kind of the case
    record HeldBack(
            String consignorId,
            String orderNo,
            MoneyBody amount,
            @Nullable String caseId,
            String kind,
            String why) {
        static HeldBack of(ConsignorId consignor, HeldOrder held) {
            return new HeldBack(
                    consignor.value(),
                    held.orderNo().value(),
                    MoneyBody.of(held.amount()),
                    held.caseId(),
                    held.kind().name(),
                    held.why());
        }
    }
}
