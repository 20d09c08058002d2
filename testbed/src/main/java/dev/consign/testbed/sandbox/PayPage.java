package dev.consign.testbed.sandbox;

/// The page where a person pays; shows nothing that was not escaped.
final class PayPage {
    private PayPage() {}

    static String of(Payment payment) {
        var button =
                payment.status() == Payment.Status.PENDING
                        ? "<form method=\"post\"><button>Pay</button></form>"
                        : "";
        return """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><title>Sandbox gateway</title>
        <body style="font-family: sans-serif; margin: 3em auto; max-width: 30em">
        <h1>Sandbox gateway</h1>
        <p>%s</p>
        <p>Payment %s: <b>%s %d.%02d</b>, %s</p>
        %s
        </body></html>
        """
                .formatted(
                        escaped(payment.subject()),
                        escaped(payment.paymentNo()),
                        payment.amount().currency(),
                        payment.amount().minor() / 100,
                        payment.amount().minor() % 100,
                        payment.status(),
                        button);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
