package dev.consign.engine.placement;

import dev.consign.engine.change.ChangeReason;
import dev.consign.engine.table.OrderLoader;
import dev.consign.engine.table.OrderWrites;
import dev.consign.engine.table.PaymentWrites;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.payment.FactSource;
import dev.consign.sql.Transactions;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Records what came of asking a gateway to collect, where that is not a payment fact: a lost
/// answer makes the payment UNKNOWN, never failed (incident I4), and where the buyer can pay is
/// kept. Who was faster, such as a callback, stays right: then nothing is changed.
public final class PaymentDoubt {
    private final Transactions transactions;
    private final OrderLoader loader;
    private final OrderWrites orders;
    private final PaymentWrites payments;
    private final InstantSource clock;

    public PaymentDoubt(Transactions transactions, JdbcTemplate batches, InstantSource clock) {
        var jdbc = JdbcClient.create(batches);
        this.transactions = transactions;
        this.loader = new OrderLoader(jdbc);
        this.orders = new OrderWrites(jdbc, batches);
        this.payments = new PaymentWrites(jdbc, batches);
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
        transactions.run(() -> payments.keepUrl(paymentNo, url));
    }

    private void doubtLocked(OrderNo orderNo, PaymentNo paymentNo, String why) {
        var order = loader.lock(orderNo).orElseThrow();
        var cause = new ChangeReason(FactSource.QUERY.name(), "processor", why, null);
        if (order.doubt(paymentNo, cause)) {
            var now = clock.instant();
            orders.write(List.of(order), now);
            payments.write(List.of(order), now);
        }
    }
}
