package dev.consign.testbed.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Where a statement differs from the gateway's books on purpose, so that finance has something to
/// find. Forgotten at the next start.
///
/// @param omit payments and refunds, by their numbers, that the file leaves out
/// @param change payments and refunds whose amount the file gives wrongly
/// @param add lines for what never happened, or a second time for what did
/// @param notReady there is no file yet
record Planted(
        @Nullable List<String> omit,
        @Nullable List<Change> change,
        @Nullable List<Line> add,
        @Nullable Boolean notReady) {
    static final Planted NOTHING = new Planted(null, null, null, null);

    /// @param paymentNo the payment, or null for a refund
    /// @param refundNo the refund, or null for a payment
    /// @param minor what the file says; of a refund, how much went back
    record Change(@Nullable String paymentNo, @Nullable String refundNo, @Nullable Long minor) {}

    /// @param refundNo null for a payment
    /// @param minor never negative, also for a refund
    /// @param occurredAt noon of the date when left out
    record Line(
            @Nullable String paymentNo,
            @Nullable String refundNo,
            @Nullable String transactionId,
            @Nullable String currency,
            @Nullable Long minor,
            @Nullable Long feeMinor,
            @Nullable Instant occurredAt) {}

    Planted {
        omit = omit == null ? List.of() : List.copyOf(omit);
        change = change == null ? List.of() : List.copyOf(change);
        add = add == null ? List.of() : List.copyOf(add);
        changes(change);
        for (var line : add) {
            Json.text("add.paymentNo", line.paymentNo(), 64);
            Json.text("add.transactionId", line.transactionId(), 64);
            var _ =
                    new Amount(
                            Json.present("add.currency", line.currency()),
                            Json.present("add.minor", line.minor()));
        }
    }

    boolean omits(String number) {
        return omit != null && omit.contains(number);
    }

    /// @param number of the payment or the refund
    long minorOf(String number, long truth) {
        return changes(change).getOrDefault(number, truth);
    }

    List<Line> added() {
        return add == null ? List.of() : add;
    }

    private static Map<String, Long> changes(@Nullable List<Change> change) {
        var changes = new ConcurrentHashMap<String, Long>();
        for (var one : change == null ? List.<Change>of() : change) {
            var number = one.refundNo() == null ? one.paymentNo() : one.refundNo();
            changes.put(
                    Json.present("change.paymentNo", number),
                    Json.present("change.minor", one.minor()));
        }
        return changes;
    }
}
