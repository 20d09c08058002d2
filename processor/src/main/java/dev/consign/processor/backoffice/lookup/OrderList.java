package dev.consign.processor.backoffice.lookup;

import dev.consign.id.BuyerId;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds orders by what a buyer or a gateway says of them. What was delivered is not shown here, so
/// that nobody reads card keys by the page.
@Component
final class OrderList {
    private static final String SELECT =
            """
            SELECT order_no, status, buyer_id, item_id, consignor_id, quantity, currency, amount_minor, created_at,
                   expires_at, cancel_requested
              FROM orders
            """;

    private static final String OF_TRANSACTION =
            "order_no IN (SELECT p.order_no FROM payment p WHERE p.transaction_id = :transaction)";

    private final JdbcClient jdbc;

    OrderList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Newest first.
    KeysetPage<OrderSummary> page(Wanted wanted) {
        return statement(wanted).read(jdbc, (row, _) -> summary(row), OrderSummary::orderNo);
    }

    static PageStatement statement(Wanted wanted) {
        var buyer = wanted.buyer();
        var transaction = wanted.transaction();
        return PageStatement.newestFirst(SELECT, "order_no", "created_at", wanted.window())
                .where("buyer_id = :buyer", buyer == null ? null : buyer.value())
                .where("status = :status", wanted.status())
                .where("amount_minor = :amount", wanted.amount())
                .where(OF_TRANSACTION, transaction == null ? null : transaction.value());
    }

    private static OrderSummary summary(ResultSet row) throws SQLException {
        return new OrderSummary(
                row.getString("order_no"),
                row.getString("status"),
                row.getString("buyer_id"),
                row.getString("item_id"),
                row.getString("consignor_id"),
                row.getInt("quantity"),
                MoneyBody.of(Money.of(row.getString("currency"), row.getLong("amount_minor"))),
                Utc.instant(row, "created_at"),
                Utc.instant(row, "expires_at"),
                row.getBoolean("cancel_requested"));
    }

    /// What to look for; null for anything.
    ///
    /// @param transaction the gateway's, of any payment of the order
    /// @param amount minor units of whatever currency
    record Wanted(
            @Nullable BuyerId buyer,
            @Nullable String status,
            @Nullable TransactionId transaction,
            @Nullable Long amount,
            Window window) {}

    /// An order in a list; what belongs to it is at its own address.
    ///
    /// @param cancelRequested whether it is cancelled once its payments are closed
    record OrderSummary(
            String orderNo,
            String status,
            String buyerId,
            String itemId,
            String consignorId,
            int quantity,
            MoneyBody amount,
            Instant createdAt,
            Instant expiresAt,
            boolean cancelRequested) {}
}
