package dev.consign.ledger;

import dev.consign.id.ConsignorId;
import dev.consign.ledger.Journal.JournalKind;
import dev.consign.ledger.Journal.Posting;
import dev.consign.money.Money;
import dev.consign.order.Order;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.Refund;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Writes the journal of each business event; every journal it makes sums to zero.
public final class Books {
    private Books() {}

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
    public static Journal refunded(
            Order order, Payment payment, Refund refund, Money backBefore, Instant at) {
        var postings = new ArrayList<Posting>();
        switch (refund.use()) {
            case HELD -> postings.add(new Posting(Account.BUYER_FUNDS, refund.amount()));
            case PROCEEDS -> takeBack(postings, order, backBefore, refund.amount());
        }
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
