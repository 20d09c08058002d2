package dev.consign.processor.payout;

import dev.consign.id.ConsignorId;
import dev.consign.money.Money;
import dev.consign.processor.problem.MoneyBody;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What was paid out.
final class Payouts {
    private static final int LIMIT = 200;
    private static final String COLUMNS =
            "SELECT payout_id, consignor_id, business_date, currency, amount_minor, orders, actor, paid_at FROM payout";

    private static final String OF_REQUEST =
            COLUMNS
                    + """

                     WHERE request_id = :request
                     ORDER BY payout_id LIMIT :most
                    """;

    private static final String TOTALS =
            """
            SELECT currency, COUNT(*) AS payouts, SUM(amount_minor) AS minor
              FROM payout
             WHERE request_id = :request
             GROUP BY currency ORDER BY currency
            """;

    private final JdbcClient jdbc;

    Payouts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Newest first.
    ///
    /// @param before only payouts made before this one
    List<PayoutView> find(
            @Nullable ConsignorId consignor, @Nullable LocalDate date, @Nullable String before) {
        var wanted = new LinkedHashMap<String, Object>();
        if (consignor != null) {
            wanted.put("consignor_id = :consignor", consignor.value());
        }
        if (date != null) {
            wanted.put("business_date = :date", date);
        }
        if (before != null) {
            wanted.put("payout_id < :before", before);
        }
        var where = wanted.isEmpty() ? "" : " WHERE " + String.join(" AND ", wanted.keySet());
        var statement =
                jdbc.sql(COLUMNS + where + " ORDER BY payout_id DESC LIMIT :most")
                        .param("most", LIMIT);
        for (var one : wanted.entrySet()) {
            var name = one.getKey().substring(one.getKey().indexOf(':') + 1);
            statement = statement.param(name, one.getValue());
        }
        return statement.query((row, _) -> view(row)).list();
    }

    /// The first ones that a request has made.
    List<PayoutView> of(byte[] requestId, int most) {
        return jdbc.sql(OF_REQUEST)
                .param("request", requestId)
                .param("most", most)
                .query((row, _) -> view(row))
                .list();
    }

    /// All that a request has made, by currency.
    List<Total> totals(byte[] requestId) {
        return jdbc.sql(TOTALS)
                .param("request", requestId)
                .query((row, _) ->
                        new Total(
                                row.getLong("payouts"),
                                MoneyBody.of(
                                        Money.of(row.getString("currency"), row.getLong("minor")))))
                .list();
    }

    private static PayoutView view(ResultSet row) throws SQLException {
        return new PayoutView(
                row.getString("payout_id"),
                row.getString("consignor_id"),
                row.getObject("business_date", LocalDate.class),
                MoneyBody.of(Money.of(row.getString("currency"), row.getLong("amount_minor"))),
                row.getLong("orders"),
                row.getString("actor"),
                Utc.instant(row, "paid_at"));
    }

    /// @param orders sold for the consignor since the payout before
    /// @param actor who had it paid
    record PayoutView(
            String payoutId,
            String consignorId,
            LocalDate businessDate,
            MoneyBody amount,
            long orders,
            String actor,
            Instant paidAt) {}

    /// @param payouts how many
    record Total(long payouts, MoneyBody amount) {}
}
