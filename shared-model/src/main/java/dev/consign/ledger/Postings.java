package dev.consign.ledger;

import dev.consign.id.ConsignorId;
import dev.consign.id.GatewayCode;
import dev.consign.id.TransactionId;
import dev.consign.ledger.Journal.JournalKind;
import dev.consign.ledger.Journal.Posting;
import dev.consign.money.Money;
import dev.consign.order.Order;
import dev.consign.payment.Dispute;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.Refund;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Writes the journal of each business event; every journal it makes sums to zero.
public final class Postings {
    private Postings() {}

    /// The gateway has the buyer's money. Keyed by the gateway's transaction, so one movement of
    /// money is booked once, whatever order it is claimed for.
    public static Journal collected(Order order, PaymentFact fact, Instant at) {
        return new Journal(
                fact.gateway() + ":" + fact.transactionId() + ":COLLECT",
                JournalKind.COLLECT,
                order.orderNo(),
                at,
                List.of(
                        new Posting(Account.clearing(fact.gateway()), fact.money()),
                        new Posting(Account.BUYER_FUNDS, fact.money().negated())));
    }

    /// The gateway says of a movement another amount than it said before. Keyed by the transaction,
    /// what it is said to be now and when: it may be said to be what it was before.
    public static Journal corrected(Order order, PaymentFact fact, Money before, Instant at) {
        var more = fact.money().minus(before);
        return new Journal(
                "%s:%s:CORRECT:%d:%s"
                        .formatted(
                                fact.gateway(),
                                fact.transactionId(),
                                fact.money().minor(),
                                Long.toString(at.toEpochMilli(), Character.MAX_RADIX)),
                JournalKind.CORRECT,
                order.orderNo(),
                at,
                List.of(
                        new Posting(Account.clearing(fact.gateway()), more),
                        new Posting(Account.BUYER_FUNDS, more.negated())));
    }

    /// Money that was booked never came (docs/rules.md, rule 18). Keyed by its transaction: it can
    /// be taken back once.
    ///
    /// @param unallocated whether it is held; else it paid for the delivery, and the platform bears
    ///   it
    public static Journal collectionTakenBack(
            Order order,
            GatewayCode gateway,
            TransactionId transaction,
            Money amount,
            boolean unallocated,
            Instant at) {
        return new Journal(
                gateway + ":" + transaction + ":REVERSE",
                JournalKind.CORRECT,
                order.orderNo(),
                at,
                List.of(
                        new Posting(unallocated ? Account.BUYER_FUNDS : Account.DIFFERENCE, amount),
                        new Posting(Account.clearing(gateway), amount.negated())));
    }

    /// A refund that was booked never happened: its money is held.
    public static Journal refundTakenBack(Order order, Payment payment, Refund refund, Instant at) {
        return back(order, payment, refund, "REFUND_REVERSE", JournalKind.CORRECT, at);
    }

    /// The buyer's bank sent the money of a refund back: it is held (rule 17). What the refund took
    /// from a split stays taken: it is the buyer's money.
    public static Journal refundReturned(Order order, Payment payment, Refund refund, Instant at) {
        return back(order, payment, refund, "RETURN", JournalKind.RETURN, at);
    }

    private static Journal back(
            Order order,
            Payment payment,
            Refund refund,
            String name,
            JournalKind kind,
            Instant at) {
        return new Journal(
                refund.refundNo() + ":" + name,
                kind,
                order.orderNo(),
                at,
                List.of(
                        new Posting(Account.clearing(payment.gateway()), refund.amount()),
                        new Posting(Account.BUYER_FUNDS, refund.amount().negated())));
    }

    /// The platform adds what the money for a delivery lacks, or keeps what it has too much. Keyed
    /// by the order: it is delivered once.
    ///
    /// @param added negative when it is kept
    public static Journal difference(Order order, Money added, Instant at) {
        return new Journal(
                order.orderNo() + ":DIFFERENCE",
                JournalKind.DIFFERENCE,
                order.orderNo(),
                at,
                List.of(
                        new Posting(Account.DIFFERENCE, added),
                        new Posting(Account.BUYER_FUNDS, added.negated())));
    }

    /// The gateway has put contested money aside. Keyed by payment and dispute.
    public static Journal disputeOpened(Order order, Payment payment, Dispute dispute, Instant at) {
        return aside(order, payment, dispute, "DISPUTE", dispute.amount(), at);
    }

    /// The contested money is where it was; when the dispute was lost, a refund books its way on.
    public static Journal disputeEnded(Order order, Payment payment, Dispute dispute, Instant at) {
        return aside(order, payment, dispute, "DISPUTE_END", dispute.amount().negated(), at);
    }

    private static Journal aside(
            Order order, Payment payment, Dispute dispute, String name, Money amount, Instant at) {
        return new Journal(
                dispute.paymentNo() + "/" + dispute.disputeNo() + ":" + name,
                JournalKind.DISPUTE,
                order.orderNo(),
                at,
                List.of(
                        new Posting(Account.disputed(payment.gateway()), amount),
                        new Posting(Account.clearing(payment.gateway()), amount.negated())));
    }

    /// A consignor is paid. Keyed by consignor, business date and currency: one day is paid once.
    ///
    /// @param amount more than nothing
    /// @throws IllegalArgumentException when it is not
    public static Journal paidOut(
            ConsignorId consignor, LocalDate businessDate, Money amount, Instant at) {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("no payout of " + amount);
        }
        return new Journal(
                "%s:%s:%s:PAYOUT"
                        .formatted(consignor, businessDate, amount.currency().getCurrencyCode()),
                JournalKind.PAYOUT,
                null,
                at,
                List.of(
                        new Posting(Account.payable(consignor), amount),
                        new Posting(Account.BANK, amount.negated())));
    }

    /// A delivered order's proceeds: fee and payable rounded down, the remainder to an account of
    /// its own. Keyed by the order: no second split, and none without delivery (incident P4). The
    /// payable is posted also when it is nothing, so that the consignor's account names every order
    /// that was sold for it, those that were all commission too.
    public static Journal settled(Order order, Instant at) {
        var split = Split.of(order.amount(), order.feeBps());
        var postings = new ArrayList<Posting>();
        postings.add(new Posting(Account.BUYER_FUNDS, order.amount()));
        credit(postings, Account.PLATFORM_FEE, split.fee());
        postings.add(new Posting(Account.payable(order.consignorId()), split.payable().negated()));
        credit(postings, Account.ROUNDING, split.remainder());
        return new Journal(
                order.orderNo() + ":SETTLE", JournalKind.SETTLE, order.orderNo(), at, postings);
    }

    /// The gateway returned money. What paid for a delivery is taken from whoever got a share of
    /// it, also after they were paid out: their payable then has a debit balance, which the next
    /// payout works off. Keyed by our refund number: one refund is booked once.
    ///
    /// @param backBefore proceeds of this order that had gone back before
    /// @param recovered what the platform had added to the proceeds and takes back with this refund
    public static Journal refunded(
            Order order,
            Payment payment,
            Refund refund,
            Money backBefore,
            Money recovered,
            Instant at) {
        var postings = new ArrayList<Posting>();
        switch (refund.use()) {
            case HELD -> postings.add(new Posting(Account.BUYER_FUNDS, refund.amount()));
            case PROCEEDS -> takeBack(postings, order, backBefore, refund.amount().plus(recovered));
        }
        credit(postings, Account.DIFFERENCE, recovered);
        postings.add(new Posting(Account.clearing(payment.gateway()), refund.amount().negated()));
        return new Journal(
                refund.refundNo() + ":REFUND", JournalKind.REFUND, order.orderNo(), at, postings);
    }

    /// The split of all that has gone back, less what was taken back before: after the last part
    /// the shares are exactly those of the sale, however many parts there were.
    private static void takeBack(
            List<Posting> postings, Order order, Money backBefore, Money amount) {
        var before = Split.of(backBefore, order.feeBps());
        var after = Split.of(backBefore.plus(amount), order.feeBps());
        debit(postings, Account.PLATFORM_FEE, after.fee().minus(before.fee()));
        // Also when it is nothing, as in the sale: the consignor's statement names the refund.
        postings.add(
                new Posting(
                        Account.payable(order.consignorId()),
                        after.payable().minus(before.payable())));
        debit(postings, Account.ROUNDING, after.remainder().minus(before.remainder()));
    }

    private static void debit(List<Posting> postings, Account account, Money amount) {
        if (amount.minor() != 0) {
            postings.add(new Posting(account, amount));
        }
    }

    private static void credit(List<Posting> postings, Account account, Money amount) {
        if (amount.isPositive()) {
            postings.add(new Posting(account, amount.negated()));
        }
    }
}
