package dev.consign.processor.order;

import static dev.consign.processor.order.Auditor.check;

import dev.consign.id.MessageId;
import dev.consign.ledger.Journal.Posting;
import dev.consign.order.CaseKind;
import dev.consign.order.Order;
import dev.consign.order.OrderStatus;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import dev.consign.processor.order.FakeGateway.Account;
import dev.consign.processor.order.Tables.Row;

/// The auditor's part about money, one order at a time: what the gateway has taken and given back
/// on the one side, the ledger on the other.
final class MoneyAuditor {
    private static final long WHOLE_BPS = 10_000;

    private final FakeGateway gateway;

    MoneyAuditor(FakeGateway gateway) {
        this.gateway = gateway;
    }

    /// Never more in the books than was really moved, and each account what it must be.
    void checkOrder(Tables tables, Row row) {
        var books = new Balances();
        for (var journal : tables.journals) {
            if (row.order.orderNo().equals(journal.orderNo())) {
                var sum = 0L;
                for (var posting : journal.postings()) {
                    sum += posting.amount().minor();
                    books.add(posting);
                }
                check(sum == 0, "does not balance: ", journal.key());
            }
        }
        var taken = 0L;
        var given = 0L;
        for (var account : gateway.accounts.values()) {
            if (account.order.equals(row.order.orderNo())) {
                taken += taken(account);
                given += given(account);
                asked(row, account);
            }
        }
        check(books.collected <= taken, "more booked than collected: ", row.order.orderNo());
        check(books.returned <= given, "more booked than returned: ", row.order.orderNo());
        shares(tables, row, books);
    }

    /// The money of every order is used, held with a case, on its way back, or back; the books say
    /// exactly what the gateway has.
    void checkCalm(Tables tables) {
        for (var row : tables.orders.values()) {
            var no = row.order.orderNo();
            var books = new Balances();
            tables.journals.stream()
                    .filter(one -> no.equals(one.orderNo()))
                    .flatMap(one -> one.postings().stream())
                    .forEach(books::add);
            var taken = 0L;
            var given = 0L;
            for (var account : gateway.accounts.values()) {
                if (account.order.equals(no)) {
                    taken += taken(account);
                    given += givenAsAsked(tables, account);
                    wrong(tables, account);
                }
            }
            check(books.collected == taken, "clearing differs from the gateway: ", no);
            check(books.returned == given, "returned differs from the gateway: ", no);
            place(tables, row, books);
        }
    }

    private static void place(Tables tables, Row row, Balances books) {
        var no = row.order.orderNo();
        var onItsWay = 0L;
        for (var refund : row.refunds) {
            if (refund.use() == RefundUse.HELD && refund.status() == RefundStatus.REQUESTED) {
                onItsWay += refund.amount().minor();
            }
        }
        var held = books.funds - onItsWay;
        check(held >= 0, "more on its way back than there is: ", no);
        check(held == 0 || tables.hasOpenCase(no), "money is held, and nobody was told: ", no);
        var delivered = tables.handedOut.contains(no);
        check(
                delivered
                        || books.collected == 0
                        || books.funds != 0
                        || row.order.status() == OrderStatus.REFUNDED,
                "all its money went back, and it is not refunded: ",
                no);
    }

    /// What was delivered for is split by the commission of the order, both shares rounded down,
    /// what went back taken from both.
    private static void shares(Tables tables, Row row, Balances books) {
        var order = row.order;
        var back = 0L;
        for (var refund : row.refunds) {
            if (refund.use() == RefundUse.PROCEEDS && refund.status() == RefundStatus.SUCCEEDED) {
                back += refund.amount().minor();
            }
        }
        var sold = tables.handedOut.contains(order.orderNo()) ? order.amount().minor() : 0;
        check(back <= sold, "more taken back than was sold: ", order.orderNo());
        var fee = share(sold, order.feeBps()) - share(back, order.feeBps());
        var payable = share(sold, rest(order)) - share(back, rest(order));
        check(books.fee == fee, "the fee is wrong: ", order.orderNo());
        check(books.payable == payable, "the payable is wrong: ", order.orderNo());
        check(
                books.rounding == sold - back - fee - payable,
                "the rounding is wrong: ",
                order.orderNo());
        check(
                books.funds == books.collected - books.returned - (sold - back),
                "buyer funds are wrong: ",
                order.orderNo());
        check(books.funds >= 0, "delivered or returned without money: ", order.orderNo());
    }

    private static long share(long minor, long bps) {
        return minor * bps / WHOLE_BPS;
    }

    private static long rest(Order order) {
        return WHOLE_BPS - order.feeBps();
    }

    /// Nobody is asked to return more than was taken (and a person who gave up may ask again).
    private static void asked(Row row, Account account) {
        var asked = 0L;
        for (var refund : row.refunds) {
            if (refund.paymentNo().equals(account.payment)
                    && refund.status() != RefundStatus.ABANDONED) {
                asked += refund.amount().minor();
            }
        }
        check(asked <= taken(account), "more asked back than was taken: ", account.payment);
    }

    /// Of the right amount: other money is a case.
    private static long taken(Account account) {
        var sum = 0L;
        for (var one : account.taken) {
            sum += one.money().equals(account.amount) ? one.money().minor() : 0;
        }
        return sum;
    }

    private static long given(Account account) {
        var sum = 0L;
        for (var one : account.given) {
            sum += one.asked() ? one.money().minor() : 0;
        }
        return sum;
    }

    /// What was given back and a person was shown instead is not in the books.
    private static long givenAsAsked(Tables tables, Account account) {
        var sum = 0L;
        for (var one : account.given) {
            var fact = FakeGateway.returned(account, one);
            var shown = shown(tables, CaseKind.UNEXPECTED_REFUND, account, fact.messageId());
            check(
                    one.asked() || shown || unbookable(tables, account, fact.messageId()),
                    "money went back, and nobody was told: ",
                    fact.messageId());
            var refundNo = one.refundNo();
            var booked = refundNo != null && tables.journalKeys.contains(refundNo + ":REFUND");
            check(!one.asked() || booked || shown, "a refund is not booked: ", fact.messageId());
            sum += booked ? one.money().minor() : 0;
        }
        return sum;
    }

    /// More than was asked to be paid came back in one go: that is a mismatch.
    private static boolean unbookable(Tables tables, Account account, MessageId id) {
        return shown(tables, CaseKind.MISMATCH, account, id) || tables.hasOpenCase(account.order);
    }

    private static void wrong(Tables tables, Account account) {
        for (var one : account.taken) {
            check(
                    one.money().equals(account.amount)
                            || shown(
                                    tables,
                                    CaseKind.MISMATCH,
                                    account,
                                    FakeGateway.paid(account, one).messageId()),
                    "a wrong amount came, and nobody was told: ",
                    one.id());
        }
    }

    private static boolean shown(Tables tables, CaseKind kind, Account account, MessageId id) {
        return tables.hasOpenCase(kind + ":" + id + "@" + account.order);
    }

    /// An order's part of each account; credits are positive but for the gateway's.
    private static final class Balances {
        long collected;
        long returned;
        long funds;
        long fee;
        long payable;
        long rounding;

        void add(Posting posting) {
            var minor = posting.amount().minor();
            var name = posting.account().name();
            switch (name) {
                case "buyer:funds" -> funds -= minor;
                case "platform:fee" -> fee -= minor;
                case "platform:rounding" -> rounding -= minor;
                default -> {
                    if (name.startsWith("consignor:")) {
                        payable -= minor;
                    } else if (minor > 0) {
                        collected += minor;
                    } else {
                        returned -= minor;
                    }
                }
            }
        }
    }
}
