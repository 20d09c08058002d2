package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.account.Amount;
import dev.consign.testbed.sandbox.account.Dispute;
import dev.consign.testbed.sandbox.account.Payment;
import dev.consign.testbed.sandbox.account.Tombstone;
import java.math.BigDecimal;
import java.util.Currency;

/// The page where a person pays, and sees what became of the money; shows nothing that was not
/// escaped.
final class PayPage {
    private PayPage() {}

    static String of(Payment payment) {
        var lines = new StringBuilder();
        line(
                lines,
                "Payment %s: <b>%s</b>, %s"
                        .formatted(
                                escaped(payment.paymentNo()),
                                written(payment.amount()),
                                state(payment)));
        for (var charge : payment.charges()) {
            line(lines, "Paid: %s".formatted(written(charge.amount())));
        }
        for (var refund : payment.refunds()) {
            line(lines, "%s: %s".formatted(state(refund), written(refund.amount())));
        }
        for (var dispute : payment.disputes()) {
            line(lines, "%s: %s".formatted(state(dispute), written(dispute.amount())));
        }
        lines.append(button(payment));
        var returnUrl = payment.returnUrl();
        if (returnUrl != null) {
            line(
                    lines,
                    "<a href=\"%s\">Back to the shop</a>".formatted(escaped(returnUrl.toString())));
        }
        return page(escaped(payment.subject()), lines.toString());
    }

    /// Nobody may pay under a number that was closed before it was seen.
    static String of(Tombstone tombstone) {
        return page(
                "",
                "<p>Payment %s is closed; nothing can be paid.</p>"
                        .formatted(escaped(tombstone.paymentNo())));
    }

    private static String state(Payment payment) {
        return switch (payment.status()) {
            case PENDING -> "waits for you to pay";
            case FAILED -> "failed; nothing was paid";
            case CLOSED -> "closed; nothing was paid";
            case PAID -> {
                var more = payment.collected() - payment.amount().minor();
                var currency = payment.amount().currency();
                if (more < 0) {
                    yield "paid in part; %s is due".formatted(written(currency, -more));
                }
                yield more == 0 ? "paid" : "paid, %s too much".formatted(written(currency, more));
            }
        };
    }

    private static String state(Payment.Refund refund) {
        return switch (refund.stage()) {
            case ACCEPTED -> "On its way back to you";
            case REFUNDED -> "Gone back to you";
            case FAILED -> "Your bank did not take back";
        };
    }

    private static String state(Dispute dispute) {
        return switch (dispute.status()) {
            case OPEN -> "Disputed by your bank";
            case WON -> "Disputed by your bank, which was refused";
            case LOST -> "Disputed by your bank, which has taken it";
        };
    }

    private static String button(Payment payment) {
        return switch (payment.status()) {
            case PENDING -> "<form method=\"post\"><button>Pay</button></form>";
            case PAID ->
                    payment.due() == 0
                            ? ""
                            : "<form method=\"post\"><button>Pay the rest</button></form>";
            case FAILED, CLOSED -> "";
        };
    }

    private static void line(StringBuilder lines, String html) {
        lines.append("<p>").append(html).append("</p>\n");
    }

    private static String page(String subject, String body) {
        return """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><title>Sandbox gateway</title>
        <body style="font-family: sans-serif; margin: 3em auto; max-width: 30em">
        <h1>Sandbox gateway</h1>
        <p>%s</p>
        %s
        </body></html>
        """
                .formatted(subject, body);
    }

    private static String written(Amount amount) {
        return written(amount.currency(), amount.minor());
    }

    /// With as many decimals as the currency has; two when nobody knows the currency.
    private static String written(String currency, long minor) {
        int digits = 2;
        try {
            digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException _) {
            // The sandbox takes any three letters.
        }
        var decimal = BigDecimal.valueOf(minor, digits);
        return currency + " " + decimal.toPlainString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
