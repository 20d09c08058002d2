package dev.consign.engine.simulation;

import dev.consign.engine.simulation.store.Names;
import dev.consign.engine.simulation.store.Tables;
import dev.consign.id.OrderNo;
import dev.consign.id.TransactionId;
import dev.consign.ledger.Journal;
import dev.consign.ledger.Journal.JournalKind;
import java.util.HashMap;
import java.util.Map;

/// One order's part of the books, added up anew from every posting: what each account says, and
/// what each movement, refund and dispute comes to.
final class OrderBooks {
    /// What gateways collected, by their transactions.
    final Map<TransactionId, Long> collected = new HashMap<>();

    /// What went back, and what of that came back or never went, by our refund numbers.
    final Map<String, Long> refunded = new HashMap<>();

    final Map<String, Long> returned = new HashMap<>();

    /// What is put aside, by payment and dispute.
    final Map<String, Long> aside = new HashMap<>();

    long clearing;
    long disputed;
    long funds;
    long fee;
    long payable;
    long rounding;

    /// What the platform has put in: added to deliveries, lost to money that never came, and of
    /// that taken back with refunds.
    long added;

    long lost;
    long recovered;

    private long difference;

    static OrderBooks of(Tables tables, OrderNo order) {
        var books = new OrderBooks();
        for (var journal : tables.journals) {
            if (order.equals(journal.orderNo())) {
                books.add(journal);
            }
        }
        Auditor.check(
                books.difference == books.added + books.lost - books.recovered,
                "the difference is wrong: ",
                order);
        return books;
    }

    private void add(Journal journal) {
        var sum = 0L;
        var atGateway = 0L;
        var byPlatform = 0L;
        var apart = 0L;
        for (var posting : journal.postings()) {
            var minor = posting.amount().minor();
            var name = posting.account().name();
            sum += minor;
            switch (name) {
                case "buyer:funds" -> funds -= minor;
                case "platform:fee" -> fee -= minor;
                case "platform:rounding" -> rounding -= minor;
                case "platform:difference" -> byPlatform += minor;
                case "gateway:sandbox:clearing" -> atGateway += minor;
                case "gateway:sandbox:disputed" -> apart += minor;
                default -> payable -= minor;
            }
        }
        Auditor.check(sum == 0, "does not balance: ", journal.key());
        clearing += atGateway;
        disputed += apart;
        difference += byPlatform;
        subject(journal, atGateway, byPlatform, apart);
    }

    private void subject(Journal journal, long atGateway, long byPlatform, long apart) {
        var key = journal.key();
        switch (journal.kind()) {
            case COLLECT -> collected.merge(transaction(key), atGateway, Long::sum);
            case CORRECT -> {
                if (key.startsWith(Names.GATEWAY + ":")) {
                    collected.merge(transaction(key), atGateway, Long::sum);
                    lost += byPlatform;
                } else {
                    returned.merge(first(key), atGateway, Long::sum);
                }
            }
            case RETURN -> returned.merge(first(key), atGateway, Long::sum);
            case REFUND -> {
                refunded.merge(first(key), -atGateway, Long::sum);
                recovered -= byPlatform;
            }
            case DIFFERENCE -> added += byPlatform;
            case DISPUTE -> aside.merge(first(key), apart, Long::sum);
            case SETTLE, PAYOUT -> {
                // Moves nothing at the gateway.
            }
        }
    }

    private static TransactionId transaction(String key) {
        return new TransactionId(key.split(":", 3)[1]);
    }

    private static String first(String key) {
        return key.substring(0, key.indexOf(':'));
    }

    /// What is booked of one movement.
    static long collected(Tables tables, TransactionId id) {
        var prefix = Names.GATEWAY + ":" + id + ":";
        var sum = 0L;
        for (var journal : tables.journals) {
            if (journal.kind() != JournalKind.PAYOUT && journal.key().startsWith(prefix)) {
                for (var posting : journal.postings()) {
                    if (posting.account().name().equals("gateway:sandbox:clearing")) {
                        sum += posting.amount().minor();
                    }
                }
            }
        }
        return sum;
    }

    static long sum(Map<?, Long> amounts) {
        var sum = 0L;
        for (var one : amounts.values()) {
            sum += one;
        }
        return sum;
    }
}
