package dev.consign.testbed.sandbox;

import com.sun.net.httpserver.HttpExchange;
import dev.consign.testbed.sandbox.account.Dispute;
import dev.consign.testbed.sandbox.account.Payments;
import dev.consign.testbed.sandbox.account.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Gives each request to the one method that answers it.
///
/// @param shop what the shop may call
/// @param control what tests may call
/// @param questions counts what the shop asks
/// @param payments for the page where a person pays
/// @param statements the gateway's files
record Pages(
        ShopApi shop,
        ControlApi control,
        Questions questions,
        Payments payments,
        Statements statements) {
    private static final int LARGEST_BODY = 64 * 1024;

    Reply answer(HttpExchange exchange, Faults today) throws IOException {
        var path = exchange.getRequestURI().getPath().split("/", -1);
        var first = path.length > 1 ? path[1] : "";
        return switch (path.length + " " + exchange.getRequestMethod() + " /" + first) {
            case "2 POST /payments" -> shop.create(body(exchange), today);
            case "3 GET /payments" -> shop.get(path[2]);
            case "4 POST /payments" ->
                    switch (path[3]) {
                        case "close" -> shop.close(path[2], body(exchange));
                        case "refunds" -> shop.refund(path[2], body(exchange));
                        default -> throw notFound();
                    };
            case "3 GET /statements" -> statements.file(path[2]);
            case "3 GET /pay" -> page(path[2]);
            case "3 POST /pay" -> {
                var _ = control.pay(path[2], "");
                yield page(path[2]);
            }
            case "3 GET /control" ->
                    switch (path[2]) {
                        case "stats" -> control.stats();
                        case "faults" -> control.faults();
                        case "questions" -> control.questions();
                        default -> throw notFound();
                    };
            case "3 POST /control" ->
                    switch (path[2]) {
                        case "faults" -> control.setFaults(body(exchange));
                        case "payments" -> control.create(body(exchange));
                        case "events" -> control.event(body(exchange));
                        default -> throw notFound();
                    };
            case "3 DELETE /control" -> {
                if (!path[2].equals("questions")) {
                    throw notFound();
                }
                yield control.forgetQuestions();
            }
            case "4 POST /control" -> {
                if (!path[2].equals("statements")) {
                    throw notFound();
                }
                yield statements.plant(path[3], body(exchange));
            }
            case "5 POST /control", "6 POST /control", "7 POST /control" ->
                    ofPayment(path, body(exchange));
            default -> throw notFound();
        };
    }

    private Reply ofPayment(String[] path, String body) {
        if (!path[2].equals("payments")) {
            throw notFound();
        }
        var paymentNo = path[3];
        // The number of a refund is any text; what stands around it is not.
        var what =
                switch (path.length) {
                    case 5 -> path[4];
                    case 6 -> path[4] + "/" + path[5];
                    default -> path[4] + "/.../" + path[6];
                };
        return switch (what) {
            case "pay" -> control.pay(paymentNo, body);
            case "fail" -> control.fail(paymentNo, body);
            case "expire" -> control.expire(paymentNo, body);
            case "refunds" -> control.refund(paymentNo, body);
            case "refunds/.../make" -> control.makeRefund(paymentNo, path[5]);
            case "refunds/.../fail" -> control.failRefund(paymentNo, path[5], body);
            case "dispute" -> control.dispute(paymentNo, body);
            case "dispute/won" -> control.endDispute(paymentNo, Dispute.Status.WON, body);
            case "dispute/lost" -> control.endDispute(paymentNo, Dispute.Status.LOST, body);
            default -> throw notFound();
        };
    }

    private Reply page(String paymentNo) {
        var tombstone = payments.tombstone(paymentNo);
        return Reply.html(
                tombstone == null ? PayPage.of(payments.get(paymentNo)) : PayPage.of(tombstone));
    }

    private static Refusal notFound() {
        return new Refusal(404, "not_found", "the sandbox has no such path or method");
    }

    private static String body(HttpExchange exchange) throws IOException {
        var bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw new Refusal(413, "too_large", "a body may have 64 KiB at most");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
