package dev.consign.engine.simulation;

import static dev.consign.engine.simulation.Auditor.check;

import dev.consign.engine.simulation.FakeGateway.Account;
import dev.consign.engine.simulation.store.Tables;
import dev.consign.engine.simulation.store.Tables.Row;
import dev.consign.id.OrderNo;
import dev.consign.id.TransactionId;
import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.order.Order;
import dev.consign.payment.DisputeStatus;
import dev.consign.payment.Payment;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The auditor's part about money, one order at a time: what the gateway has taken and given back
/// on the one side, the ledger on the other.
final class MoneyAuditor {
    private static final long WHOLE_BPS = 10_000;

    private final FakeGateway gateway;
    private final Lies lies;

    /// What people have said that the platform adds to a delivery, and bears of it afterwards.
    private final Map<OrderNo, Long> added = new HashMap<>();

    private final Map<OrderNo, Long> borne = new HashMap<>();

    /// Refunds that people have said happened, as payment and the gateway's number.
    private final Set<String> accepted = new HashSet<>();

    MoneyAuditor(FakeGateway gateway, Lies lies) {
        this.gateway = gateway;
        this.lies = lies;
    }

    /// Somebody's wish was carried out, or refused.
    void decided(Command wish, Decision.OfCommand decision) {
        switch (decision) {
            case Decision.Deliver hand ->
                    added.merge(wish.orderNo(), hand.difference().minor(), Long::sum);
            case Decision.TakeBackCollection back -> {
                if (!back.unallocated()) {
                    borne.merge(wish.orderNo(), back.amount().minor(), Long::sum);
                }
            }
            case Decision.Accept accept ->
                    accepted.add(accept.paymentNo() + "/" + accept.gatewayRefundNo());
            case Decision.CloseFirst _,
                    Decision.TakeBackRefund _,
                    Decision.Move _,
                    Decision.RequestRefund _,
                    Decision.CancelRefund _,
                    Decision.Attempt _,
                    Decision.Refused _ -> {
                // Nobody bears anything.
            }
        }
    }

    boolean isBooked(Tables tables, TransactionId id) {
        return booked(tables, id) > 0;
    }

    /// Minor units that are booked of one movement.
    long booked(Tables tables, TransactionId id) {
        return OrderBooks.collected(tables, id);
    }

    /// Only what really moved is in the books, and each account is what it must be.
    void checkOrder(Tables tables, Row row) {
        var books = OrderBooks.of(tables, row.order.orderNo());
        books.collected.forEach((id, minor) -> collected(row, id, minor));
        row.refunds.forEach(refund -> refund(books, refund));
        disputes(row, books);
        shares(tables, row, books);
        var held = 0L;
        var difference = 0L;
        for (var payment : row.payments) {
            payment(row, payment, books);
            asked(row, payment);
            held += payment.funds().held().minor();
            difference += payment.funds().difference().minor();
            check(
                    !payment.funds().held().isPositive() || isKnown(tables, payment),
                    "money is held, and nobody was told: ",
                    payment.paymentNo());
        }
        var no = row.order.orderNo();
        check(
                books.funds == held + asked(row, RefundUse.HELD),
                "the payments hold something else than the books: ",
                no);
        check(
                difference == books.added + books.lost - books.recovered,
                "the platform bears something else than the books: ",
                no);
        delivered(tables, row, books);
    }

    private static boolean isKnown(Tables tables, Payment payment) {
        return tables.hasOpenCase(payment.orderNo())
                || tables.cases.values().stream()
                        .anyMatch(one -> one.open && payment.paymentNo().equals(one.payment));
    }

    /// A movement is booked as the gateway has said it was, or is, or was taken back. What never
    /// was may have been believed on a signature, but never on a person's word.
    private void collected(Row row, TransactionId id, long minor) {
        for (var account : gateway.of(row.order.orderNo())) {
            var taken = account.taken(id);
            if (taken != null) {
                check(
                        minor == 0
                                || minor == taken.money.minor()
                                || taken.everSaid.stream().anyMatch(one -> one.minor() == minor),
                        "booked as another amount: ",
                        id);
                return;
            }
        }
        check(lies.isSigned(id) && minor >= 0, "booked, and never came: ", id);
    }

    private void refund(OrderBooks books, Refund refund) {
        var no = refund.refundNo().value();
        var amount = refund.amount().minor();
        var wentBack =
                refund.status() == RefundStatus.SUCCEEDED
                        || refund.status() == RefundStatus.RETURNED;
        check(
                books.refunded.getOrDefault(no, 0L) == (wentBack ? amount : 0),
                "a refund is booked as something else: ",
                no);
        check(
                books.returned.getOrDefault(no, 0L)
                        == (refund.status() == RefundStatus.RETURNED ? amount : 0),
                "what came back is booked as something else: ",
                no);
        var account = gateway.account(refund.paymentNo());
        check(!wentBack || happened(account, refund), "booked, and never went back: ", no);
        check(
                refund.status() != RefundStatus.RETURNED || cameBack(account, refund),
                "booked, and never came back: ",
                no);
    }

    private boolean happened(Account account, Refund refund) {
        var number = refund.gatewayRefundNo();
        if (number == null) {
            var given = account.given(refund.refundNo().value());
            return given != null && given.asked && given.money.equals(refund.amount());
        }
        var given = account.given(number);
        var contested = account.contested(number);
        return (given != null && !given.asked && given.money.equals(refund.amount()))
                || (contested != null
                        && contested.status == DisputeStatus.LOST
                        && contested.money.equals(refund.amount()))
                || accepted.contains(account.payment + "/" + number);
    }

    private boolean cameBack(Account account, Refund refund) {
        var number = refund.gatewayRefundNo();
        var given = account.given(number == null ? refund.refundNo().value() : number);
        return given == null
                ? number != null && lies.isRefund(account.payment, number)
                : given.back && given.money.equals(refund.amount());
    }

    private void disputes(Row row, OrderBooks books) {
        var known = 0;
        for (var dispute : row.disputes) {
            var key = dispute.paymentNo() + "/" + dispute.disputeNo();
            var open = dispute.status() == DisputeStatus.OPENED;
            check(
                    books.aside.getOrDefault(key, 0L) == (open ? dispute.amount().minor() : 0),
                    "contested money is not where it must be: ",
                    key);
            known += books.aside.containsKey(key) ? 1 : 0;
            var contested = gateway.account(dispute.paymentNo()).contested(dispute.disputeNo());
            check(
                    contested != null
                            && contested.money.equals(dispute.amount())
                            && (open || contested.status == dispute.status()),
                    "no such dispute: ",
                    key);
        }
        check(known == books.aside.size(), "put aside for no dispute: ", row.order.orderNo());
    }

    /// What was delivered for is split by the commission of the order, both shares rounded down,
    /// what went back taken from both, with what the platform takes back of its own.
    private void shares(Tables tables, Row row, OrderBooks books) {
        var order = row.order;
        var no = order.orderNo();
        var proceeds = books.recovered;
        var others = 0L;
        for (var refund : row.refunds) {
            var gone = books.refunded.getOrDefault(refund.refundNo().value(), 0L);
            proceeds += refund.use() == RefundUse.PROCEEDS ? gone : 0;
            others += refund.use() == RefundUse.HELD ? gone : 0;
        }
        var sold = tables.handedOut.contains(no) ? order.amount().minor() : 0;
        check(proceeds <= sold, "more taken back than was sold: ", no);
        check(
                books.recovered == 0 || (books.recovered > 0 && proceeds == sold),
                "taken back too early: ",
                no);
        var fee = share(sold, order.feeBps()) - share(proceeds, order.feeBps());
        var payable = share(sold, rest(order)) - share(proceeds, rest(order));
        check(books.fee == fee, "the fee is wrong: ", no);
        check(books.payable == payable, "the payable is wrong: ", no);
        check(books.rounding == sold - proceeds - fee - payable, "the rounding is wrong: ", no);
        check(books.added == added.getOrDefault(no, 0L), "nobody said so: the platform adds: ", no);
        check(books.lost == borne.getOrDefault(no, 0L), "nobody said so: the platform loses: ", no);
        var collected = OrderBooks.sum(books.collected);
        var returned = OrderBooks.sum(books.returned);
        check(
                books.funds == collected + books.added + books.lost - sold - others + returned,
                "buyer funds are wrong: ",
                no);
        check(books.funds >= 0, "delivered or returned without money: ", no);
        var aside = OrderBooks.sum(books.aside);
        check(books.disputed == aside, "put aside is wrong: ", no);
        check(
                books.clearing == collected - OrderBooks.sum(books.refunded) + returned - aside,
                "clearing is wrong: ",
                no);
    }

    private static long share(long minor, long bps) {
        return minor * bps / WHOLE_BPS;
    }

    private static long rest(Order order) {
        return WHOLE_BPS - order.feeBps();
    }

    private void payment(Row row, Payment payment, OrderBooks books) {
        var no = payment.paymentNo();
        var funds = payment.funds();
        var collected = 0L;
        for (var taken : gateway.account(no).taken) {
            collected += books.collected.getOrDefault(taken.id, 0L);
        }
        for (var id : lies.signedOf(no)) {
            collected += books.collected.getOrDefault(id, 0L);
        }
        check(funds.collected().minor() == collected, "collected is not what is booked: ", no);
        var refunded = 0L;
        var asked = 0L;
        for (var refund : row.refunds) {
            if (refund.paymentNo().equals(no)) {
                refunded += refund.status() == RefundStatus.SUCCEEDED ? refund.amount().minor() : 0;
                asked += refund.status() == RefundStatus.REQUESTED ? refund.amount().minor() : 0;
            }
        }
        check(funds.refunded().minor() == refunded, "refunded is not what went back: ", no);
        check(
                funds.held().minor() + funds.used().minor() + refunded + asked
                        == collected + funds.difference().minor(),
                "money is in two places, or in none: ",
                no);
    }

    private static long asked(Row row, RefundUse use) {
        var asked = 0L;
        for (var refund : row.refunds) {
            asked +=
                    refund.use() == use && refund.status() == RefundStatus.REQUESTED
                            ? refund.amount().minor()
                            : 0;
        }
        return asked;
    }

    /// Nobody is asked to return more than the gateway said it took (and a person who gave up may
    /// ask again, and what came back may go once more).
    private void asked(Row row, Payment payment) {
        var asked = 0L;
        for (var refund : row.refunds) {
            var invented =
                    lies.isSigned(refund.transactionId())
                            || (refund.gatewayRefundNo() != null
                                    && lies.isRefund(refund.paymentNo(), refund.gatewayRefundNo()));
            if (refund.paymentNo().equals(payment.paymentNo())
                    && !invented
                    && refund.status() != RefundStatus.ABANDONED
                    && refund.status() != RefundStatus.RETURNED) {
                asked += refund.amount().minor();
            }
        }
        check(
                asked <= said(gateway.account(payment.paymentNo())),
                "more asked back than was taken: ",
                payment.paymentNo());
    }

    /// Minor units the gateway has at some time said it has taken.
    private static long said(Account account) {
        var sum = 0L;
        for (var taken : account.taken) {
            var most = taken.money.minor();
            for (var said : taken.everSaid) {
                most = Math.max(most, said.minor());
            }
            sum += most;
        }
        return sum;
    }

    /// Nothing leaves the house that the gateway has not said it took money for: the price, but for
    /// what a person said that the platform adds.
    private void delivered(Tables tables, Row row, OrderBooks books) {
        var order = row.order;
        if (!tables.handedOut.contains(order.orderNo())) {
            return;
        }
        var most = 0L;
        for (var account : gateway.of(order.orderNo())) {
            most = Math.max(most, said(account));
        }
        check(
                most + books.added >= order.amount().minor(),
                "delivered, and the gateway took nothing: ",
                order.orderNo());
    }
}
