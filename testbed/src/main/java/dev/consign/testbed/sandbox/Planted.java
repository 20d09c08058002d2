package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.account.Amount;
import dev.consign.testbed.sandbox.account.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a statement differs from the gateway's books on purpose, so that finance has something to
/// find. Forgotten at the next start.
///
/// @param omit payments and refunds, by their numbers, that the file leaves out
/// @param change payments and refunds of which the file says something else
/// @param add lines for what never happened, or a second time for what did
/// @param notReady there is no file yet
record Planted(
        @Nullable List<String> omit,
        @Nullable List<Change> change,
        @Nullable List<Line> add,
        @Nullable Boolean notReady) {
    static final Planted NOTHING = new Planted(null, null, null, null);
    private static final int LONGEST = 64;

    /// What the file says in place of the truth; whatever is left out it says truly.
    ///
    /// @param paymentNo the payment, or null for a refund
    /// @param refundNo the refund, or null for a payment
    /// @param minor the amount; of a refund, how much went back
    /// @param transactionId the transaction, for example as a spreadsheet has rewritten it
    /// @param gatewayRefundNo the number of the refund: the gateway's own, not the shop's
    record Change(
            @Nullable String paymentNo,
            @Nullable String refundNo,
            @Nullable Long minor,
            @Nullable String transactionId,
            @Nullable String gatewayRefundNo) {
        Change {
            Json.present("change.paymentNo or refundNo", refundNo == null ? paymentNo : refundNo);
            if (minor == null && transactionId == null && gatewayRefundNo == null) {
                throw new Refusal(
                        400, "bad_request", "change says minor, transactionId or gatewayRefundNo");
            }
            cell("change.transactionId", transactionId);
            cell("change.gatewayRefundNo", gatewayRefundNo);
        }

        private boolean isOf(String number) {
            return number.equals(refundNo == null ? paymentNo : refundNo);
        }
    }

    /// @param kind a word that is neither PAYMENT nor REFUND, for a line of an unknown kind, which
    ///   needs no numbers; left out for a payment or a refund
    /// @param refundNo null for a payment
    /// @param minor never negative, also for a refund; signed for a line of an unknown kind
    /// @param occurredAt noon of the date when left out
    record Line(
            @Nullable String kind,
            @Nullable String paymentNo,
            @Nullable String refundNo,
            @Nullable String transactionId,
            @Nullable String currency,
            @Nullable Long minor,
            @Nullable Long feeMinor,
            @Nullable Instant occurredAt) {
        Line {
            cell("add.kind", kind);
            cell("add.refundNo", refundNo);
            cell("add.transactionId", transactionId);
            long said = Json.present("add.minor", minor);
            var in = Json.present("add.currency", currency);
            cell("add.currency", in);
            if (kind == null) {
                Json.text("add.paymentNo", paymentNo, LONGEST);
                Json.present("add.transactionId", transactionId);
                var _ = new Amount(in, said);
            } else {
                cell("add.paymentNo", paymentNo);
            }
        }
    }

    Planted {
        omit = omit == null ? List.of() : List.copyOf(omit);
        change = change == null ? List.of() : List.copyOf(change);
        add = add == null ? List.of() : List.copyOf(add);
    }

    boolean omits(String number) {
        return omit != null && omit.contains(number);
    }

    /// @param number of the payment or the refund
    long minorOf(String number, long truth) {
        return change(number).map(Change::minor).orElse(truth);
    }

    /// @param number of the payment or the refund
    String transactionOf(String number, String truth) {
        return change(number).map(Change::transactionId).orElse(truth);
    }

    /// What the file calls a refund.
    String refundNoOf(String refundNo) {
        return change(refundNo).map(Change::gatewayRefundNo).orElse(refundNo);
    }

    List<Line> added() {
        return add == null ? List.of() : add;
    }

    /// The last one that is asked for.
    private Optional<Change> change(String number) {
        return change == null
                ? Optional.empty()
                : change.reversed().stream().filter(one -> one.isOf(number)).findFirst();
    }

    /// Whatever a gateway, or a spreadsheet, may have written, as long as the file stays one.
    private static void cell(String field, @Nullable String value) {
        if (value != null && !value.matches("[^\\p{Cntrl},\"]{1," + LONGEST + "}")) {
            throw new Refusal(
                    400,
                    "bad_request",
                    field + " must be 1 to 64 characters without commas and quotes");
        }
    }
}
