package dev.consign.engine.table;

import dev.consign.engine.change.OrderAggregate;
import dev.consign.engine.change.OrderAggregate.PaymentFile;
import dev.consign.id.PaymentNo;
import dev.consign.payment.Funds;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.RefundUse;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes payments: new attempts, their moves, and where their money is. One UPDATE for all that
/// move the same way, however many there are.
public final class PaymentWrites {
    private static final String INSERT =
            """
            INSERT INTO payment (payment_no, order_no, gateway, merchant, currency, amount_minor, status, created_at, updated_at)
            VALUES (:payment, :order, :gateway, :merchant, :currency, :minor, 'CREATED', :at, :at)
            """;

    private static final String MOVE =
            """
            UPDATE payment
               SET status = :to, updated_at = :at
             WHERE payment_no IN (:payments)
               AND status = :from -- nobody moved them since they were locked
            """;

    private static final String KEEP_URL =
            """
            UPDATE payment SET pay_url = :url
             WHERE payment_no = :payment
               AND pay_url IS NULL -- the first one the gateway gave stands
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    public PaymentWrites(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// A new attempt, not yet known to its gateway.
    public void insert(Payment payment, Instant at) {
        jdbc.sql(INSERT)
                .param("payment", payment.paymentNo().value())
                .param("order", payment.orderNo().value())
                .param("gateway", payment.gateway().value())
                .param("merchant", payment.merchant())
                .param("currency", payment.amount().currency().getCurrencyCode())
                .param("minor", payment.amount().minor())
                .param("at", Utc.column(at))
                .update();
    }

    /// Keeps where the buyer pays.
    public void keepUrl(PaymentNo payment, URI url) {
        jdbc.sql(KEEP_URL).param("url", url.toString()).param("payment", payment.value()).update();
    }

    public void write(List<OrderAggregate> files, Instant at) {
        files.stream()
                .flatMap(file -> file.movedPayments().stream())
                .collect(
                        Collectors.groupingBy(file ->
                                new Way(
                                        file.locked().status(),
                                        file.now().status(),
                                        Money.of(file))))
                .forEach((way, group) -> move(way, group, at));
    }

    private void move(Way way, List<PaymentFile> files, Instant at) {
        var moved =
                switch (way.money()) {
                    case NONE -> moveOnly(way, files, at);
                    case PAID_AND_USED -> pay(way, files, "amount_minor", at);
                    case PAID_AND_RETURNED -> pay(way, files, "0", at);
                    case OTHER -> money(way, files, at);
                };
        InvariantViolation.expect(
                "payments moved from " + way.from() + " to " + way.to(), files.size(), moved);
    }

    private int moveOnly(Way way, List<PaymentFile> files, Instant at) {
        return jdbc.sql(MOVE)
                .param("to", way.to().name())
                .param("at", Utc.column(at))
                .param("from", way.from().name())
                .param(
                        "payments",
                        files.stream()
                                .map(file -> file.now().paymentNo().value())
                                .sorted()
                                .toList())
                .update();
    }

    /// Each paid payment keeps its own transaction and time, in one statement all the same.
    ///
    /// @param used SQL for what of the money paid for the delivery
    private int pay(Way way, List<PaymentFile> files, String used, Instant at) {
        var transactions = new SqlCase("payment_no");
        var times = new SqlCase("payment_no");
        for (var file : files) {
            var number = file.now().paymentNo().value();
            transactions.add(number, String.valueOf(file.now().paidBy()));
            times.add(number, Utc.column(Objects.requireNonNull(file.paidAt())));
        }
        var parameters = new ArrayList<Object>(transactions.parameters());
        parameters.addAll(times.parameters());
        parameters.add(Utc.column(at));
        parameters.add(way.from().name());
        parameters.addAll(transactions.keys());
        return batches.update(
                """
                UPDATE payment
                   SET status = 'PAID', transaction_id = %s, paid_at = %s,
                       collected_minor = amount_minor, used_minor = %s, updated_at = ?
                 WHERE status = ? -- nobody moved them since they were locked
                   AND payment_no IN (%s)
                """
                        .formatted(
                                transactions.expression(),
                                times.expression(),
                                used,
                                transactions.placeholders()),
                parameters.toArray());
    }

    /// Each payment's money as it is now, whatever happened to it.
    private int money(Way way, List<PaymentFile> files, Instant at) {
        var columns = new LinkedHashMap<String, SqlCase>();
        for (var file : files) {
            var number = file.now().paymentNo().value();
            var funds = file.now().funds();
            set(columns, "collected_minor", number, funds.collected().minor());
            set(columns, "held_minor", number, funds.held().minor());
            set(columns, "used_minor", number, funds.used().minor());
            set(columns, "refunded_minor", number, funds.refunded().minor());
            set(columns, "difference_minor", number, funds.difference().minor());
            if (file.now().paidBy() != null) {
                set(columns, "transaction_id", number, file.now().paidBy().value());
            }
            if (file.paidAt() != null) {
                set(columns, "paid_at", number, Utc.column(file.paidAt()));
            }
        }
        var numbers = Objects.requireNonNull(columns.get("held_minor"));
        var assignments = new ArrayList<String>();
        var parameters = new ArrayList<Object>(List.of(way.to().name(), Utc.column(at)));
        columns.forEach((column, values) -> {
            // What has no value of its own stays as it is.
            assignments.add(column + " = COALESCE(" + values.expression() + ", " + column + ")");
            parameters.addAll(values.parameters());
        });
        parameters.add(way.from().name());
        parameters.addAll(numbers.keys());
        return batches.update(
                """
                UPDATE payment
                   SET status = ?, updated_at = ?, %s
                 WHERE status = ? -- nobody moved them since they were locked
                   AND payment_no IN (%s)
                """
                        .formatted(String.join(", ", assignments), numbers.placeholders()),
                parameters.toArray());
    }

    private static void set(
            Map<String, SqlCase> columns, String column, String number, Object value) {
        columns.computeIfAbsent(column, _ -> new SqlCase("payment_no")).add(number, value);
    }

    private record Way(PaymentStatus from, PaymentStatus to, Money money) {}

    /// What happened to a payment's money in one batch.
    private enum Money {
        NONE,
        PAID_AND_USED,
        PAID_AND_RETURNED,
        OTHER;

        static Money of(PaymentFile file) {
            var before = file.locked().funds();
            var now = file.now().funds();
            var amount = file.now().amount();
            if (now.equals(before)) {
                return NONE;
            }
            if (!before.equals(Funds.none(amount)) || file.now().status() != PaymentStatus.PAID) {
                return OTHER;
            }
            var paid = before.collect(amount);
            if (now.equals(paid.use(amount))) {
                return PAID_AND_USED;
            }
            return now.equals(paid.askBack(RefundUse.HELD, amount)) ? PAID_AND_RETURNED : OTHER;
        }
    }
}
