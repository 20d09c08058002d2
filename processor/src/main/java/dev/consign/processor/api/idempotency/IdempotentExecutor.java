package dev.consign.processor.api.idempotency;

import dev.consign.platform.refusal.Refused;
import dev.consign.sql.Transactions;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Does something once a key: key, effect and answer are committed together or not at all, so a
/// process that dies leaves nothing that a repeat would have to clear up. For effects that live in
/// the database alone; what asks a gateway in between is stored first and asked for afterwards.
///
/// A repeat that arrives while the first request is still at work waits for its row, and is given
/// its answer; when that takes longer than a lock is waited for, it is told to try again (503).
@Component
public final class IdempotentExecutor {
    private static final int RACES = 5;

    private final IdempotencyKeys keys;
    private final Transactions transactions;
    private final JsonMapper json;

    IdempotentExecutor(IdempotencyKeys keys, Transactions transactions, JsonMapper json) {
        this.keys = keys;
        this.transactions = transactions;
        this.json = json;
    }

    /// @param effect runs in the transaction and returns what is answered; may be repeated after a
    ///   lock conflict, so it has no effect outside the database
    /// @throws Refused when nothing was changed: what the effect threw, or a [KeyRefusal]
    public StoredAnswer answer(
            IdempotentRequest request, Completion completion, Supplier<? extends Object> effect) {
        return answer(request, () -> new Answer(completion, effect.get()));
    }

    /// The same for a request that needs no key: without one, each time it comes.
    public StoredAnswer answer(
            Optional<IdempotentRequest> request,
            Completion completion,
            Supplier<? extends Object> effect) {
        return request.map(keyed -> answer(keyed, completion, effect))
                .orElseGet(() -> answerWithoutKey(completion, effect));
    }

    /// The same, where the effect says how it is answered.
    public StoredAnswer answer(IdempotentRequest request, Supplier<Answer> effect) {
        for (var race = 1; race <= RACES; race++) {
            var answer = known(request).or(() -> start(request, effect));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new Refused(KeyRefusal.IN_FLIGHT);
    }

    /// How an effect is answered.
    ///
    /// @param body written as JSON
    public record Answer(Completion completion, Object body) {}

    /// For what is prepared outside the database, which a repeat can be spared.
    ///
    /// @return empty when the key is free
    /// @throws Refused when the key cannot be used now
    public Optional<StoredAnswer> known(IdempotentRequest request) {
        return switch (keys.look(request)) {
            case KeyState.Answered answered -> Optional.of(answered.answer());
            case KeyState.Reused _ -> throw new Refused(KeyRefusal.REUSED);
            case KeyState.InFlight _, KeyState.Abandoned _, KeyState.Unfinished _ ->
                    throw new Refused(KeyRefusal.IN_FLIGHT);
            case KeyState.Free _ -> Optional.empty();
        };
    }

    /// For a request that needs no key and came without one.
    public StoredAnswer answerWithoutKey(Completion completion, Supplier<? extends Object> effect) {
        return transactions.call(
                () -> StoredAnswer.first(completion, json.writeValueAsString(effect.get())));
    }

    /// @return empty when another request with the same key was faster
    private Optional<StoredAnswer> start(IdempotentRequest request, Supplier<Answer> effect) {
        try {
            return Optional.of(
                    transactions.call(() -> {
                        var lease = keys.begin(request);
                        var answer = effect.get();
                        var body = json.writeValueAsString(answer.body());
                        keys.answer(request, lease, answer.completion(), body);
                        return StoredAnswer.first(answer.completion(), body);
                    }));
        } catch (KeyConflict _) {
            return Optional.empty();
        }
    }
}
