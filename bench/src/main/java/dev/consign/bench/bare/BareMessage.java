package dev.consign.bench.bare;

/// The few fields of a payment fact that the rows need, cut out of its text without a parser.
///
/// @param minor the amount
record BareMessage(
        String messageId,
        String paymentNo,
        String kind,
        String source,
        String transactionId,
        String occurredAt,
        long minor) {
    static BareMessage of(String body) {
        return new BareMessage(
                text(body, "messageId"),
                text(body, "paymentNo"),
                text(body, "kind"),
                text(body, "source"),
                text(body, "transactionId"),
                text(body, "occurredAt"),
                number(body, "minor"));
    }

    boolean paid() {
        return kind.equals("PAID");
    }

    private static String text(String body, String field) {
        var at = body.indexOf("\"" + field + "\":\"");
        if (at < 0) {
            return "";
        }
        var start = at + field.length() + 4;
        return body.substring(start, body.indexOf('"', start));
    }

    private static long number(String body, String field) {
        var start = body.indexOf("\"" + field + "\":") + field.length() + 3;
        var end = start;
        while (Character.isDigit(body.charAt(end))) {
            end++;
        }
        return Long.parseLong(body, start, end, 10);
    }
}
