package dev.consign.processor.evidence;

import dev.consign.id.OrderNo;
import dev.consign.processor.audit.Audit;
import dev.consign.processor.evidence.OrderReport.OrderView;
import dev.consign.processor.security.Caller;
import dev.consign.processor.security.Role;
import dev.consign.sql.Transactions;
import java.util.List;
import java.util.Optional;

/// Shows orders to people and to the shop, and keeps who was shown card keys: it is in the audit
/// before anybody has read one, or nobody reads any (issue 11 number 6).
public final class OrderReading {
    private final OrderReport report;
    private final Transactions transactions;
    private final Audit audit;

    OrderReading(OrderReport report, Transactions transactions, Audit audit) {
        this.report = report;
        this.transactions = transactions;
        this.audit = audit;
    }

    /// Empty when there is no such order.
    public Optional<OrderView> find(OrderNo orderNo, Caller reader) {
        return transactions.call(() -> {
            var found = report.find(orderNo, reader.role());
            found.ifPresent(order -> keep(order, reader));
            return found;
        });
    }

    /// Oldest first; empty, too, when there is no such order.
    public List<RefundView> refunds(OrderNo orderNo) {
        return report.refunds(orderNo);
    }

    private void keep(OrderView order, Caller reader) {
        var keys = order.deliveries().stream().filter(one -> one.key() != null).count();
        if (keys > 0) {
            audit.write(
                    reader.actor(),
                    "CARD_KEYS_READ",
                    order.orderNo(),
                    "card keys shown: %d, %s"
                            .formatted(keys, reader.role() == Role.SHOP ? "whole" : "masked"));
        }
    }
}
