package dev.consign.engine.simulation;

import static dev.consign.engine.simulation.Auditor.check;

import dev.consign.engine.simulation.FakeGateway.Account;
import dev.consign.engine.simulation.FakeGateway.Contested;
import dev.consign.engine.simulation.FakeGateway.Given;
import dev.consign.engine.simulation.FakeGateway.Taken;
import dev.consign.engine.simulation.store.Tables;
import dev.consign.engine.simulation.store.Tables.Row;
import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.order.CaseKind;
import dev.consign.order.OrderStatus;
import dev.consign.payment.Dispute;
import dev.consign.payment.DisputeStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The auditor's part about what must have come of every movement of money once the gateway has
/// said everything: it is in the books as it was, or a person was shown that it is not.
final class CalmAuditor {
    private final FakeGateway gateway;
    private final Lies lies;
    private final Set<MessageId> letters = new HashSet<>();
    private boolean forgetful;

    CalmAuditor(FakeGateway gateway, Lies lies) {
        this.gateway = gateway;
        this.lies = lies;
    }

    /// Processed messages were emptied.
    void forgotten() {
        forgetful = true;
    }

    void audit(Tables tables, List<PaymentFact> dead) {
        dead.forEach(one -> letters.add(one.messageId()));
        check(forgetful || dead.isEmpty(), "cannot be processed: ", dead);
        for (var row : tables.orders.values()) {
            var no = row.order.orderNo();
            var books = OrderBooks.of(tables, no);
            var expected = 0L;
            for (var account : gateway.of(no)) {
                expected += account.left();
                for (var taken : account.taken) {
                    expected += taken(tables, account, taken, books);
                }
                for (var given : account.given) {
                    expected += given(tables, row, account, given);
                }
                for (var contested : account.contested) {
                    expected += contested(tables, row, account, contested);
                }
                for (var id : lies.signedOf(account.payment)) {
                    expected += books.collected.getOrDefault(id, 0L);
                }
            }
            for (var refund : row.refunds) {
                expected -= accepted(refund);
            }
            check(
                    books.clearing + books.disputed == expected,
                    "the books differ from the gateway: ",
                    no);
            gone(tables, row, books);
        }
    }

    /// @return minor units that the books have more than came
    private long taken(Tables tables, Account account, Taken taken, OrderBooks books) {
        var booked = books.collected.getOrDefault(taken.id, 0L);
        var more = booked - taken.money.minor();
        var id = FakeGateway.paid(account, taken).messageId();
        check(
                more == 0 || shown(tables, CaseKind.CONFLICT, account, id) || letters.contains(id),
                "money came, and is not in the books: ",
                taken.id);
        return more;
    }

    /// @return minor units that the books have more than is here, because this went back
    private long given(Tables tables, Row row, Account account, Given given) {
        var fact = FakeGateway.returned(account, given);
        var refund = refund(row, account, given.number());
        if (refund == null) {
            var told =
                    given.back
                            || shown(tables, CaseKind.UNEXPECTED_REFUND, account, fact.messageId())
                            || shown(tables, CaseKind.MISMATCH, account, fact.messageId())
                            || tables.isShown("UNKNOWN_ORDER:" + fact.messageId());
            check(told, "money went back, and nobody was told: ", fact.messageId());
            return given.back ? 0 : given.money.minor();
        }
        return switch (refund.status()) {
            case SUCCEEDED -> {
                check(
                        !given.back || forgetful || cameBackShown(tables, account, given, refund),
                        "money came back, and is not in the books: ",
                        refund.refundNo());
                yield given.back ? -given.money.minor() : 0;
            }
            case RETURNED -> 0;
            case REQUESTED, ABANDONED -> {
                var told =
                        given.back
                                || shown(
                                        tables,
                                        CaseKind.UNEXPECTED_REFUND,
                                        account,
                                        fact.messageId())
                                || shown(tables, CaseKind.MISMATCH, account, fact.messageId());
                check(told, "a refund is not booked: ", refund.refundNo());
                yield given.back ? 0 : given.money.minor();
            }
        };
    }

    private static boolean cameBackShown(
            Tables tables, Account account, Given given, Refund refund) {
        var came = FakeGateway.cameBack(account, given).messageId();
        var went = FakeGateway.returned(account, given).messageId();
        return shown(tables, CaseKind.UNEXPECTED_REFUND, account, came)
                || shown(tables, CaseKind.UNEXPECTED_REFUND, account, went)
                || tables.isShown("REFUND_FAILED:" + refund.refundNo());
    }

    private static @Nullable Refund refund(Row row, Account account, String number) {
        return row.refunds.stream()
                .filter(one -> one.isMeantBy(account.payment, number))
                // One that was given up and happened all the same was booked once more.
                .min(Comparator.comparing(one -> one.status() == RefundStatus.ABANDONED))
                .orElse(null);
    }

    /// @return minor units that the books have more than is here, because this was lost
    private static long contested(Tables tables, Row row, Account account, Contested contested) {
        var name = account.name(contested);
        Dispute known = null;
        for (var dispute : row.disputes) {
            if (dispute.paymentNo().equals(account.payment) && dispute.disputeNo().equals(name)) {
                known = dispute;
            }
        }
        var key = account.payment + "/" + name;
        if (known == null && misunderstood(tables, account, contested)) {
            return contested.status == DisputeStatus.LOST ? contested.money.minor() : 0;
        }
        if (contested.status == DisputeStatus.OPENED) {
            check(
                    known != null && tables.hasOpenCase(CaseKind.DISPUTE, account.payment, name),
                    "a dispute nobody looks at: ",
                    key);
            return 0;
        }
        var booked = known != null && known.status() == contested.status;
        if (contested.status == DisputeStatus.WON) {
            check(booked, "a dispute was won, and is not: ", key);
            return 0;
        }
        var refund = refund(row, account, name);
        var gone = refund != null && refund.status() == RefundStatus.SUCCEEDED;
        check(booked, "a dispute was lost, and is not: ", key);
        check(
                gone
                        || shown(
                                tables,
                                CaseKind.UNEXPECTED_REFUND,
                                account,
                                FakeGateway.word(account, contested, FactKind.DISPUTE_LOST)
                                        .messageId()),
                "a dispute was lost, and nobody was told: ",
                key);
        return gone ? 0 : contested.money.minor();
    }

    /// About more than the gateway has said it took.
    private static boolean misunderstood(Tables tables, Account account, Contested contested) {
        var opened = FakeGateway.word(account, contested, FactKind.DISPUTE_OPENED);
        var ended = FakeGateway.word(account, contested, contested.end());
        return shown(tables, CaseKind.MISMATCH, account, opened.messageId())
                && (contested.status == DisputeStatus.OPENED
                        || shown(tables, CaseKind.MISMATCH, account, ended.messageId()));
    }

    /// What a person accepted that never went, and that was not taken back since.
    ///
    /// @return minor units that the books have less for it
    private long accepted(Refund refund) {
        var number = refund.gatewayRefundNo();
        return number != null
                        && lies.isRefund(refund.paymentNo(), number)
                        && refund.status() == RefundStatus.SUCCEEDED
                ? refund.amount().minor()
                : 0;
    }

    /// An order whose money has all gone back is refunded, unless somebody is looking at it.
    private static void gone(Tables tables, Row row, OrderBooks books) {
        var no = row.order.orderNo();
        check(
                tables.handedOut.contains(no)
                        || OrderBooks.sum(books.collected) == 0
                        || tables.hasOpenCase(no)
                        || books.funds != 0
                        || row.order.status() == OrderStatus.REFUNDED,
                "all its money went back, and it is not refunded: ",
                no);
    }

    private static boolean shown(Tables tables, CaseKind kind, Account account, MessageId id) {
        OrderNo order = account.order;
        return tables.isShown(kind + ":" + id + "@" + order);
    }
}
