package dev.consign.processor.backoffice.deadletters;

import dev.consign.broker.codec.Mention;
import dev.consign.broker.deadletter.BodyType;
import dev.consign.broker.deadletter.Receptions;
import dev.consign.broker.outbox.Outbox;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.OrderContextReader;
import dev.consign.id.IdSource;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.backoffice.deadletters.stored.Named;
import dev.consign.processor.backoffice.deadletters.verdict.FactState;
import dev.consign.processor.backoffice.deadletters.verdict.Verdict;
import dev.consign.processor.backoffice.deadletters.verdict.Verdicts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What support and the drain work with, put together on a real database.
final class Letters {
    static final String CALLBACKS = "consign.payment.callback";

    private static final InstantSource CLOCK = InstantSource.system();

    final JdbcClient jdbc;
    final DeadLetterRows rows;
    final DeadLetterActions actions;
    final Verdicts verdicts;
    final DeadLetterSearch search;
    final RequeueTracker sweep;
    final DeadLetterController controller;

    Letters(MoneyPath path) {
        DataSource pool = path.pool();
        var transactions = DeadLetterTables.transactions(pool);
        var ids = IdSource.secure(CLOCK);
        jdbc = JdbcClient.create(pool);
        rows = DeadLetterTables.rows(pool, CLOCK);
        verdicts =
                new Verdicts(
                        Receptions.SENDERS,
                        new FactState(jdbc),
                        new OrderContextReader(jdbc, MoneyPath.CONFIRM),
                        transactions,
                        CLOCK);
        search = new DeadLetterSearch(jdbc, transactions);
        actions =
                new DeadLetterActions(
                        jdbc,
                        transactions,
                        search,
                        verdicts,
                        new DeadLetterActions.Sending(
                                new Outbox(new JdbcTemplate(pool), ids, CLOCK),
                                Receptions.SENDERS,
                                new Audit(jdbc, ids, CLOCK),
                                CLOCK),
                        Duration.ofDays(365));
        sweep =
                new RequeueTracker(
                        jdbc, transactions, DeadLetterTables.SETTINGS, new SimpleMeterRegistry());
        controller = new DeadLetterController(search, verdicts, actions);
    }

    /// Keeps a text letter of the callback queue.
    ///
    /// @return its letter id
    String keep(String messageId, String cause, String body, String key) {
        rows.keep(letter(CALLBACKS, messageId, cause, body, key));
        return id(messageId);
    }

    private static String sender(String queue) {
        return queue.equals("consign.payment.reissue") ? "reconciler" : "processor";
    }

    String id(String messageId) {
        return jdbc.sql("SELECT letter_id FROM dead_letter WHERE message_id = ?")
                .param(messageId)
                .query(String.class)
                .single();
    }

    String status(String letterId) {
        return jdbc.sql("SELECT status FROM dead_letter WHERE letter_id = ?")
                .param(letterId)
                .query(String.class)
                .single();
    }

    Verdict verdict(String letterId) {
        var shown = controller.show(letterId).letter();
        return new Verdict(shown.verdict(), shown.verdictWhy());
    }

    /// As HTTP would say it.
    static Problem problem(RuntimeException failure) {
        return switch (failure) {
            case ApiFailure api -> new Problem(api.status(), api.code(), "");
            case Refused refused when refused.refusal() instanceof NotFound ->
                    new Problem(HttpStatus.NOT_FOUND, "not_found", "");
            case Refused refused ->
                    new DeadLetterProblems().of((DeadLetterRefusal) refused.refusal());
            default -> throw failure;
        };
    }

    static DeadLetter letter(
            String queue, String messageId, String cause, String body, String key) {
        return letter(queue, messageId, cause, body, key, sender(queue));
    }

    /// @param sentBy null for nobody the broker knows
    static DeadLetter letter(
            String queue,
            String messageId,
            String cause,
            String body,
            String key,
            @Nullable String sentBy) {
        return new DeadLetter(
                queue,
                messageId,
                cause,
                "for a test",
                null,
                "{\"consign_cause\":\"%s\",\"consign_test\":\"kept\",\"JMSType\":\"PAYMENT_FACT\"}"
                        .formatted(cause),
                body.getBytes(StandardCharsets.UTF_8),
                BodyType.TEXT,
                sentBy,
                Named.of(Mention.in(body), null, null),
                Instant.now(),
                key);
    }
}
