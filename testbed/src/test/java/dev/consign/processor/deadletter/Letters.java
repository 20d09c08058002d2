package dev.consign.processor.deadletter;

import dev.consign.id.IdSource;
import dev.consign.processor.order.MoneyPath;
import dev.consign.processor.order.Situations;
import dev.consign.processor.outbox.Outbox;
import dev.consign.sql.Transactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// What support and the drain work with, put together on a real database.
final class Letters {
    static final String CALLBACKS = "consign.payment.callback";

    private static final InstantSource CLOCK = InstantSource.system();

    final JdbcClient jdbc;
    final DeadLetterRows rows;
    final LetterActions actions;
    final Verdicts verdicts;
    final LetterSearch search;
    final ResolvedSweep sweep;
    final DeadLetterController controller;

    Letters(MoneyPath path) {
        DataSource pool = path.pool();
        var transactions = new Transactions(new JdbcTransactionManager(pool), new Random());
        var ids = IdSource.secure(CLOCK);
        jdbc = JdbcClient.create(pool);
        rows = new DeadLetterRows(jdbc, transactions, ids);
        actions =
                new LetterActions(
                        jdbc,
                        transactions,
                        new Outbox(new JdbcTemplate(pool), ids, CLOCK),
                        ids,
                        CLOCK,
                        Duration.ofDays(365));
        verdicts =
                new Verdicts(
                        new KnownState(jdbc),
                        new Situations(jdbc, MoneyPath.CONFIRM),
                        transactions,
                        CLOCK);
        search = new LetterSearch(jdbc, transactions);
        sweep =
                new ResolvedSweep(
                        jdbc, transactions, Duration.ofSeconds(1), new SimpleMeterRegistry());
        controller = new DeadLetterController(search, verdicts, actions);
    }

    /// Keeps a text letter of the callback queue.
    ///
    /// @return its letter id
    String keep(String messageId, String cause, String body, String key) {
        rows.keep(letter(CALLBACKS, messageId, cause, body, key, null));
        return id(messageId);
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

    static Letter letter(
            String queue,
            String messageId,
            String cause,
            String body,
            String key,
            @Nullable String paymentNo) {
        var contents = Contents.of(queue, body);
        return new Letter(
                queue,
                messageId,
                cause,
                "for a test",
                null,
                "{\"consign_cause\":\"%s\",\"consign_test\":\"kept\",\"JMSType\":\"PAYMENT_FACT\"}"
                        .formatted(cause),
                body.getBytes(StandardCharsets.UTF_8),
                BodyType.TEXT,
                Contents.orderNo(contents, null),
                Contents.paymentNo(contents, paymentNo),
                Instant.now(),
                key);
    }
}
