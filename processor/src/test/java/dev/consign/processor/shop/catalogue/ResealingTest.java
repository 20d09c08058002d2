package dev.consign.processor.shop.catalogue;

import static dev.consign.processor.shop.catalogue.CardKeyRows.FIRST;
import static dev.consign.processor.shop.catalogue.CardKeyRows.SECOND;
import static dev.consign.processor.shop.catalogue.CardKeyRows.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.engine.change.NewOrder;
import dev.consign.engine.placement.OrderPlacement;
import dev.consign.engine.placement.Placement;
import dev.consign.engine.placement.PlacementSettings;
import dev.consign.id.BuyerId;
import dev.consign.id.GatewayCode;
import dev.consign.id.IdSource;
import dev.consign.id.ItemId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/// A secret is replaced in small steps, while everything goes on (issue 11 number 8).
class ResealingTest {
    private static final String WEBHOOK = "W0000000000000001";
    private final CardKeyRows rows = new CardKeyRows();

    @AfterEach
    void close() {
        rows.close();
    }

    @Test
    void everything_is_sealed_anew_in_steps_and_stays_what_it_was() {
        var before = rows.processor(FIRST, FIRST);
        before.start();
        var small = rows.item();
        var large = rows.item();
        before.list(small, 0, 3);
        before.list(large, 3, 1_203);
        webhook(before);
        var digests = digests();

        var after = rows.processor(FIRST, SECOND, FIRST);
        after.start();
        assertThat(after.resealing.secrets().secrets())
                .containsExactly(
                        new Resealing.Use(after.ring.current(), 0, 0),
                        new Resealing.Use(before.ring.current(), 1_203, 1));
        // The first request does not do it all, and each of its steps is on record.
        var first = after.resealing.go("ops:1", "the old one was seen");
        assertThat(first.done()).isFalse();
        assertThat(first.resealed()).isBetween(600L, 1_000L);
        assertThat(audited()).isEqualTo(5);
        // Whoever comes next need not know.
        var other = rows.processor(FIRST, SECOND, FIRST);
        var resealed = first.resealed();
        Resealing.Progress progress;
        do {
            progress = other.resealing.go("ops:2", "the rest");
            resealed += progress.resealed();
        } while (!progress.done());
        assertThat(resealed).isEqualTo(1_204);
        assertThat(other.resealing.go("ops:2", "again"))
                .isEqualTo(new Resealing.Progress(after.ring.current(), 0, true));

        var alone = rows.processor(FIRST, SECOND);
        alone.start();
        assertThat(alone.read(small)).containsExactly("KEY-0", "KEY-1", "KEY-2");
        assertThat(alone.read(large))
                .isEqualTo(IntStream.range(3, 1_203).mapToObj(n -> "KEY-" + n).toList());
        assertThat(secretOfWebhook(alone)).isEqualTo("whsec_webhook");
        assertThat(digests()).isEqualTo(digests);
        assertThat(
                        rows.path.count(
                                "SELECT COUNT(*) FROM audit WHERE action = 'CARD_KEYS_ROTATE' AND before_state = '%s' AND after_state = '%s'"
                                        .formatted(before.ring.current(), alone.ring.current())))
                .isEqualTo(audited());
    }

    @Test
    void two_at_once_share_the_work() throws Exception {
        rows.processor(FIRST, FIRST).start();
        var items = List.of(rows.item(), rows.item(), rows.item());
        for (var i = 0; i < items.size(); i++) {
            rows.processor(FIRST, FIRST).list(items.get(i), i * 300, i * 300 + 300);
        }
        var third = rows.processor(FIRST, THIRD, FIRST);
        third.start();
        try (var both = Executors.newFixedThreadPool(2)) {
            var one = both.submit(() -> untilDone(rows.processor(FIRST, THIRD, FIRST)));
            var other = both.submit(() -> untilDone(rows.processor(FIRST, THIRD, FIRST)));
            assertThat(one.get() + other.get()).isEqualTo(900);
        }
        assertThat(rows.secretsOfKeys()).containsExactly(third.ring.current());
    }

    /// Whoever takes keys passes by locked ones: without the lock of the shelf an order would find
    /// too few, and fail.
    @Test
    void an_order_waits_for_the_step_and_gets_its_key() throws Exception {
        var before = rows.processor(FIRST, FIRST);
        before.start();
        var item = rows.item();
        before.list(item, 0, 5);
        var after = rows.processor(FIRST, SECOND, FIRST);
        after.start();
        try (var buyer = Executors.newSingleThreadExecutor()) {
            var placed =
                    after.transactions.call(() -> {
                        var locked =
                                after.keys.lockNext(List.of(before.ring.current())).orElseThrow();
                        after.keys.replace(
                                after.keys.of(locked, List.of(before.ring.current()), 10).stream()
                                        .map(key ->
                                                key.under(
                                                        after.cipher.secretId(),
                                                        after.cipher.reseal(
                                                                locked,
                                                                key.secretId(),
                                                                key.secret())))
                                        .toList());
                        var order = buyer.submit(() -> place(before, item));
                        await().atMost(Duration.ofSeconds(10))
                                .until(() -> order.isDone() || somebodyWaits());
                        return order;
                    });
            assertThat(placed.get()).isInstanceOf(Placement.Placed.class);
        }
        assertThat(after.read(item)).hasSize(5);
    }

    private boolean somebodyWaits() {
        return rows.path.count(
                        "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'UPDATE stock%' AND time_ms > 300")
                > 0;
    }

    private static Placement place(CardKeyRows.Processor processor, ItemId item) {
        var ids = IdSource.secure(InstantSource.system());
        var placement =
                new OrderPlacement(
                        new JdbcTemplate(processor.pool()),
                        ids,
                        new PlacementSettings(Duration.ofMinutes(30), Duration.ofSeconds(15), 10));
        var terms = placement.terms(item).orElseThrow();
        var order =
                new NewOrder(
                        ids.orderNo(),
                        ids.paymentNo(),
                        terms,
                        new BuyerId("b"),
                        1,
                        terms.price(),
                        new GatewayCode("sandbox"),
                        "sandbox",
                        "test",
                        null);
        return processor.transactions.call(() -> placement.place(order, Instant.now()));
    }

    private static long untilDone(CardKeyRows.Processor processor) {
        long resealed = 0;
        Resealing.Progress progress;
        do {
            progress = processor.resealing.go("ops:1", "rotation");
            resealed += progress.resealed();
        } while (!progress.done());
        return resealed;
    }

    private void webhook(CardKeyRows.Processor by) {
        rows.path
                .sql()
                .sql(
                        """
                        INSERT INTO webhook_endpoint (webhook_id, consignor_id, url, secret, secret_id, status, failures, created_at)
                        SELECT :id, MIN(consignor_id), 'https://shop.example', :secret, :secretId, 'ENABLED', 0, NOW()
                          FROM consignor
                        """)
                .param("id", WEBHOOK)
                .param("secret", by.ring.ofWebhooks().close(WEBHOOK, "whsec_webhook"))
                .param("secretId", by.ring.current())
                .update();
    }

    private String secretOfWebhook(CardKeyRows.Processor by) {
        return rows.path
                .sql()
                .sql("SELECT secret, secret_id FROM webhook_endpoint")
                .query((row, _) ->
                        by.ring
                                .ofWebhooks()
                                .open(WEBHOOK, row.getString("secret_id"), row.getBytes("secret")))
                .single();
    }

    private long audited() {
        return rows.path.count("SELECT COUNT(*) FROM audit WHERE action = 'CARD_KEYS_ROTATE'");
    }

    private List<String> digests() {
        return rows.path
                .sql()
                .sql("SELECT CONCAT(card_key_id, HEX(digest)) FROM card_key ORDER BY card_key_id")
                .query((row, _) -> row.getString(1))
                .list();
    }
}
