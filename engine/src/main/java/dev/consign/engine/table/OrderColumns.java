package dev.consign.engine.table;

import dev.consign.id.BuyerId;
import dev.consign.id.ConsignorId;
import dev.consign.id.GatewayCode;
import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.Doubt;
import dev.consign.order.ItemKind;
import dev.consign.order.Order;
import dev.consign.order.OrderStatus;
import dev.consign.payment.Dispute;
import dev.consign.payment.DisputeStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.Funds;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// How orders and payments are read from their rows: one list of columns and one reading of each,
/// so that whoever foretells what the engine will do sees what the engine sees.
public final class OrderColumns {
    /// What [#order] needs, for a SELECT list.
    public static final String ORDER =
            "order_no, status, version, buyer_id, item_id, item_kind, consignor_id, quantity, units,"
                    + " currency, amount_minor, fee_bps, expires_at, cancel_requested";

    /// What [#payment] needs, for a SELECT list.
    public static final String PAYMENT =
            "payment_no, order_no, gateway, merchant, currency, amount_minor, status, transaction_id,"
                    + " collected_minor, held_minor, used_minor, refunded_minor, difference_minor";

    /// What [#refund] needs, for a SELECT list.
    public static final String REFUND =
            "order_no, refund_no, payment_no, transaction_id, gateway_refund_no, use_of_money, currency, amount_minor, status";

    /// What [#dispute] needs, for a SELECT list.
    public static final String DISPUTE =
            "order_no, payment_no, dispute_no, currency, amount_minor, status";

    /// What [#doubt] needs, for a SELECT list.
    static final String DOUBT =
            "case_id, case_key, kind, payment_no, fact_kind, currency, amount_minor, number, transaction_id, fact_source";

    private OrderColumns() {}

    /// @throws SQLException when a column is missing
    public static Order order(ResultSet row) throws SQLException {
        return new Order(
                new OrderNo(row.getString("order_no")),
                OrderStatus.valueOf(row.getString("status")),
                row.getInt("version"),
                new BuyerId(row.getString("buyer_id")),
                new ItemId(row.getString("item_id")),
                ItemKind.valueOf(row.getString("item_kind")),
                new ConsignorId(row.getString("consignor_id")),
                row.getInt("quantity"),
                row.getLong("units"),
                money(row, "amount_minor"),
                row.getInt("fee_bps"),
                Utc.instant(row, "expires_at"),
                row.getBoolean("cancel_requested"));
    }

    /// @throws SQLException when a column is missing
    public static Payment payment(ResultSet row) throws SQLException {
        @Nullable String paidBy = row.getString("transaction_id");
        return new Payment(
                new PaymentNo(row.getString("payment_no")),
                new OrderNo(row.getString("order_no")),
                new GatewayCode(row.getString("gateway")),
                row.getString("merchant"),
                money(row, "amount_minor"),
                PaymentStatus.valueOf(row.getString("status")),
                paidBy == null ? null : new TransactionId(paidBy),
                new Funds(
                        money(row, "collected_minor"),
                        money(row, "held_minor"),
                        money(row, "used_minor"),
                        money(row, "refunded_minor"),
                        money(row, "difference_minor")));
    }

    /// @throws SQLException when a column is missing
    public static Refund refund(ResultSet row) throws SQLException {
        return new Refund(
                new RefundNo(row.getString("refund_no")),
                new PaymentNo(row.getString("payment_no")),
                new TransactionId(row.getString("transaction_id")),
                row.getString("gateway_refund_no"),
                RefundUse.valueOf(row.getString("use_of_money")),
                money(row, "amount_minor"),
                RefundStatus.valueOf(row.getString("status")));
    }

    /// @throws SQLException when a column is missing
    public static Dispute dispute(ResultSet row) throws SQLException {
        return new Dispute(
                new PaymentNo(row.getString("payment_no")),
                row.getString("dispute_no"),
                money(row, "amount_minor"),
                DisputeStatus.valueOf(row.getString("status")));
    }

    /// @throws SQLException when a column is missing
    public static Doubt doubt(ResultSet row) throws SQLException {
        @Nullable String fact = row.getString("fact_kind");
        @Nullable String transaction = row.getString("transaction_id");
        @Nullable String source = row.getString("fact_source");
        return new Doubt(
                row.getString("case_id"),
                row.getString("case_key"),
                CaseKind.valueOf(row.getString("kind")),
                new PaymentNo(row.getString("payment_no")),
                fact == null ? null : FactKind.valueOf(fact),
                row.getString("currency") == null ? null : money(row, "amount_minor"),
                row.getString("number"),
                transaction == null ? null : new TransactionId(transaction),
                source == null ? null : FactSource.valueOf(source));
    }

    private static Money money(ResultSet row, String column) throws SQLException {
        return Money.of(row.getString("currency"), row.getLong(column));
    }
}
