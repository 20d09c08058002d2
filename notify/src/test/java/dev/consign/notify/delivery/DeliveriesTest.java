package dev.consign.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.engine.MoneyPath;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.message.Notification;
import dev.consign.notify.delivery.Deliveries.Next;
import dev.consign.notify.notification.TakenIn;
import dev.consign.order.OrderStatus;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.keyset.Window;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// One sender at a time has a delivery, and only its holder has a say about a failure.
class DeliveriesTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final DeliveryResult FAILED = new DeliveryResult.Failed("no");

    private final Sender sender = new Sender(PATH);
    private final Deliveries rows = sender.rows();
    private final Channel sink = new Shop();
    private final DeliverySupport desk =
            new DeliverySupport(
                    JdbcClient.create(sender.jdbc()),
                    sender.transactions(),
                    new Audit(
                            JdbcClient.create(sender.jdbc()),
                            IdSource.secure(InstantSource.system()),
                            InstantSource.system()),
                    InstantSource.system());

    @BeforeEach
    void empty() {
        sender.jdbc().update("DELETE FROM notification_delivery");
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void the_sender_that_lost_its_lease_has_no_say_about_a_failure() {
        var order = taken();
        var now = now();
        var first = claim(now, now.plusMillis(1));
        var second = claim(now.plusMillis(2), now.plusSeconds(60));
        assertThat(second).hasSize(1);
        rows.settle(sink, first.getFirst(), FAILED, now.plusMillis(1), new Next.Never());
        assertThat(status(order)).isEqualTo("WAITING 0");
        rows.settle(sink, first.getFirst(), FAILED, now.plusMillis(1), new Next.At(now));
        assertThat(status(order)).isEqualTo("WAITING 0");
        assertThat(cases(order)).isEmpty();
        // A success is true whoever learns it.
        rows.settle(
                sink,
                first.getFirst(),
                new DeliveryResult.Taken("yes"),
                now.plusMillis(1),
                new Next.At(now));
        assertThat(status(order)).isEqualTo("SENT 1");
        rows.settle(sink, second.getFirst(), FAILED, now.plusSeconds(60), new Next.Never());
        assertThat(status(order)).isEqualTo("SENT 1");
    }

    @Test
    void what_is_claimed_is_nobody_elses_until_the_lease_is_over() {
        taken();
        var now = now();
        var due = rows.due(SinkKind.SHOP, now, List.of(), 10);
        var wanted = due.stream().map(Deliveries.Due::id).toList();
        assertThat(rows.claim(wanted, now, now.plusSeconds(60))).hasSize(1);
        assertThat(rows.claim(wanted, now, now.plusSeconds(60))).isEmpty();
        assertThat(rows.due(SinkKind.SHOP, now, List.of(), 10)).isEmpty();
    }

    @Test
    void nobody_is_told_twice_of_the_same() {
        var order = taken();
        assertThatThrownBy(() ->
                        sender.jdbc()
                                .update(
                                        """
                                        INSERT INTO notification_delivery
                                        SELECT 'N0000000000000000', notification_id, order_no, sink, target, status, due_at, 0, NULL, created_at, updated_at
                                          FROM notification_delivery WHERE order_no = ?
                                        """,
                                        order))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void what_was_given_up_is_sent_again_by_hand_once_a_click_and_its_case_opens_again()
            throws Exception {
        var order = taken();
        giveUp();
        assertThat(status(order)).isEqualTo("GIVEN_UP 1");
        assertThat(cases(order)).containsExactly("OPEN");
        var view =
                desk.page(new OrderNo(order), Window.all(NumberPrefix.NOTIFICATION))
                        .items()
                        .getFirst();
        assertThat(view.lastAnswer()).isEqualTo("no");
        assertThat(view.event()).isEqualTo("COMPLETED");
        assertThat(view.type()).isEqualTo("order.completed");

        desk.sendAgain(view.deliveryId(), "support:test", "the shop is back");
        assertThat(status(order)).isEqualTo("WAITING 0");
        assertThatThrownBy(() -> desk.sendAgain(view.deliveryId(), "support:test", "again"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.refusal()).isEqualTo(new NotGivenUp("WAITING")));
        assertThatThrownBy(() -> desk.sendAgain("N-none", "support:test", "again"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.refusal())
                                        .isEqualTo(new NotFound("such delivery")));
        assertThat(
                        sender.strings(
                                "SELECT CONCAT(actor, ' ', action, ' ', reason) FROM audit WHERE subject = ?",
                                view.deliveryId()))
                .containsExactly("support:test NOTIFICATION_SEND_AGAIN the shop is back");

        sender.jdbc().update("UPDATE case_file SET status = 'RESOLVED' WHERE order_no = ?", order);
        giveUp();
        assertThat(status(order)).isEqualTo("GIVEN_UP 1");
        assertThat(cases(order)).containsExactly("OPEN");
    }

    private void giveUp() {
        var now = now();
        var until = now.plusSeconds(60);
        var claimed = claim(now, until);
        rows.settle(sink, claimed.getFirst(), FAILED, until, new Next.Never());
    }

    private String taken() {
        return new TakenIn(PATH, sender, List.of(sink)).order(OrderStatus.COMPLETED);
    }

    private List<Delivery> claim(Instant now, Instant until) {
        var due = rows.due(SinkKind.SHOP, now, List.of(), 10);
        return rows.claim(due.stream().map(Deliveries.Due::id).toList(), now, until);
    }

    /// As the database keeps it, and after whatever was written before.
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(5);
    }

    private String status(String order) {
        return String.valueOf(
                sender.jdbc()
                        .queryForObject(
                                "SELECT CONCAT(status, ' ', attempts) FROM notification_delivery WHERE order_no = ?",
                                String.class,
                                order));
    }

    private List<String> cases(String order) {
        return sender.strings(
                "SELECT status FROM case_file WHERE kind = 'NOTIFICATION_FAILED' AND order_no = ?",
                order);
    }

    /// Nobody.
    private static final class Shop implements Channel {
        @Override
        public SinkKind kind() {
            return SinkKind.SHOP;
        }

        @Override
        public List<Recipient> recipients(Collection<Notification> notifications) {
            return notifications.stream().map(one -> new Recipient(one, "shop")).toList();
        }

        @Override
        public DeliveryResult deliver(Delivery delivery) {
            return FAILED;
        }
    }
}
