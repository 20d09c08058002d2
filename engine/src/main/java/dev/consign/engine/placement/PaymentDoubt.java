package dev.consign.engine.placement;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.OrderMove;
import dev.consign.order.OrderStatus;
import dev.consign.payment.PaymentMove;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.net.URI;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Records what came of asking a gateway to collect, where that is not a payment fact: a lost
/// answer makes the payment UNKNOWN, never failed (incident I4), and where the buyer can pay is
/// kept. Who was faster, such as a callback, stays right: then nothing is changed.
public final class PaymentDoubt {
    private static final String LOCK_ORDER =
            "SELECT status, version FROM orders WHERE order_no = :order FOR UPDATE";

    private static final String DOUBT_PAYMENT =
            """
            UPDATE payment SET status = 'UNKNOWN', updated_at = :now
             WHERE payment_no = :payment AND order_no = :order
               AND status IN (:from) -- an answer that came meanwhile wins
            """;

    private static final String SUBMIT_ORDER =
            """
            UPDATE orders SET status = :to, version = version + 1, updated_at = :now
             WHERE order_no = :order AND status = :from AND version = :version -- as locked
            """;

    private static final String INSERT_HISTORY =
            """
            INSERT INTO order_history (order_no, version, move, from_status, to_status, at, source, actor, why, message_id)
            VALUES (:order, :version, :move, :from, :to, :now, 'QUERY', 'processor', :why, NULL)
            """;

    private static final String KEEP_URL =
            """
            UPDATE payment SET pay_url = :url
             WHERE payment_no = :payment
               AND pay_url IS NULL -- the first one the gateway gave stands
            """;

    private static final int LONGEST_WHY = 400;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    public PaymentDoubt(Transactions transactions, JdbcClient jdbc, InstantSource clock) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Commits that nobody knows whether the gateway has the payment. Locks like the engine: the
    /// order first, then its payment.
    ///
    /// @param why what was heard instead of an answer, without secrets
    public void doubt(OrderNo orderNo, PaymentNo paymentNo, String why) {
        transactions.run(() -> doubtLocked(orderNo, paymentNo, why));
    }

    /// Keeps where the buyer pays.
    public void keepUrl(PaymentNo paymentNo, URI url) {
        transactions.run(() ->
                jdbc.sql(KEEP_URL)
                        .param("url", url.toString())
                        .param("payment", paymentNo.value())
                        .update());
    }

    private void doubtLocked(OrderNo orderNo, PaymentNo paymentNo, String why) {
        var locked =
                jdbc.sql(LOCK_ORDER)
                        .param("order", orderNo.value())
                        .query((row, _) ->
                                new Locked(
                                        OrderStatus.valueOf(row.getString("status")),
                                        row.getInt("version")))
                        .single();
        var now = Utc.column(clock.instant());
        var doubted =
                jdbc.sql(DOUBT_PAYMENT)
                        .param("now", now)
                        .param("payment", paymentNo.value())
                        .param("order", orderNo.value())
                        .param(
                                "from",
                                PaymentMove.DOUBT.from().stream().map(Enum::name).sorted().toList())
                        .update();
        if (doubted == 0 || !OrderMove.SUBMIT.startsAt(locked.status())) {
            return;
        }
        var moved =
                jdbc.sql(SUBMIT_ORDER)
                        .param("to", OrderMove.SUBMIT.to().name())
                        .param("now", now)
                        .param("order", orderNo.value())
                        .param("from", locked.status().name())
                        .param("version", locked.version())
                        .update();
        InvariantViolation.expect("orders moved while locked", 1, moved);
        jdbc.sql(INSERT_HISTORY)
                .param("order", orderNo.value())
                .param("version", locked.version() + 1)
                .param("move", OrderMove.SUBMIT.name())
                .param("from", locked.status().name())
                .param("to", OrderMove.SUBMIT.to().name())
                .param("now", now)
                .param("why", why.length() > LONGEST_WHY ? why.substring(0, LONGEST_WHY) : why)
                .update();
    }

    private record Locked(OrderStatus status, int version) {}
}
