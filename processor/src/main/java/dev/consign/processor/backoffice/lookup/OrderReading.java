package dev.consign.processor.backoffice.lookup;

import dev.consign.id.OrderNo;
import dev.consign.platform.audit.Audit;
import dev.consign.processor.backoffice.lookup.OrderReport.Found;
import dev.consign.processor.backoffice.lookup.OrderReport.OrderView;
import dev.consign.processor.security.Caller;
import dev.consign.processor.security.Role;
import dev.consign.sql.Transactions;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/// Shows orders to people and to the shop, and keeps who was shown card keys: it is in the audit
/// before anybody has read one, or nobody reads any (issue 11 number 6).
@Component
public final class OrderReading {
    private final OrderReport report;
    private final OrderTag tags;
    private final Transactions transactions;
    private final Audit audit;

    OrderReading(OrderReport report, OrderTag tags, Transactions transactions, Audit audit) {
        this.report = report;
        this.tags = tags;
        this.transactions = transactions;
        this.audit = audit;
    }

    /// Empty when there is no such order.
    public Optional<OrderView> find(OrderNo orderNo, Caller reader) {
        return transactions.call(() -> report.find(orderNo).map(found -> shown(found, reader)));
    }

    /// The same for a reader who may have seen it as it is: then nothing is shown, no card key is
    /// opened, and nothing is audited.
    ///
    /// @param known whether a tag is one that the reader has
    public Optional<Shown> find(OrderNo orderNo, Caller reader, Predicate<String> known) {
        return transactions.call(() ->
                report.find(orderNo)
                        .map(found -> {
                            var tag = tags.of(found, reader);
                            return known.test(tag)
                                    ? new Shown.Unchanged(tag)
                                    : new Shown.Whole(tag, shown(found, reader));
                        }));
    }

    private OrderView shown(Found found, Caller reader) {
        var order = report.open(found, reader.role());
        keep(order, reader);
        return order;
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

    /// What a reader is given.
    public sealed interface Shown {
        /// The reader has it already.
        record Unchanged(String tag) implements Shown {}

        /// All of it.
        ///
        /// @param tag in quotes
        record Whole(String tag, OrderView order) implements Shown {}
    }
}
