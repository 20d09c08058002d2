package dev.consign.reconciler.reconciliation;

import dev.consign.money.Money;
import java.util.ArrayList;
import java.util.List;

/// A sandbox statement as a test wants it; the trailer always fits.
final class StatementText {
    private static final String HEADER =
            "kind,paymentNo,refundNo,transactionId,currency,minor,feeMinor,occurredAt\n";

    private final List<String> lines = new ArrayList<>();
    private long sum;

    StatementText payment(String paymentNo, String transaction, Money amount, String at) {
        return line("PAYMENT", paymentNo, "", transaction, amount, at);
    }

    StatementText refund(
            String paymentNo, String refundNo, String transaction, Money amount, String at) {
        return line("REFUND", paymentNo, refundNo, transaction, amount.negated(), at);
    }

    /// A refund that the bank sent back.
    StatementText returned(
            String paymentNo, String refundNo, String transaction, Money amount, String at) {
        return line("REFUND_RETURNED", paymentNo, refundNo, transaction, amount, at);
    }

    private StatementText line(
            String kind,
            String payment,
            String refund,
            String transaction,
            Money money,
            String at) {
        lines.add(
                String.join(
                        ",",
                        kind,
                        payment,
                        refund,
                        transaction,
                        money.currency().getCurrencyCode(),
                        Long.toString(money.minor()),
                        "0",
                        at));
        sum += money.minor();
        return this;
    }

    /// A line as a gateway may write it.
    ///
    /// @param minor what the trailer counts for it
    StatementText raw(String line, long minor) {
        lines.add(line);
        sum += minor;
        return this;
    }

    int size() {
        return lines.size();
    }

    @Override
    public String toString() {
        var body = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        return HEADER + body + "TRAILER,%d,,,,%d,0,\n".formatted(lines.size(), sum);
    }
}
