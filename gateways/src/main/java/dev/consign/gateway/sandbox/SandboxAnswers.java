package dev.consign.gateway.sandbox;

import dev.consign.gateway.CloseAnswer;
import dev.consign.gateway.CreateAnswer;
import dev.consign.gateway.QueryAnswer;
import dev.consign.gateway.RefundAnswer;
import dev.consign.gateway.RefundRequest;
import dev.consign.gateway.StatementAnswer;
import dev.consign.gateway.json.JsonFields;
import dev.consign.gateway.json.UnreadableBody;
import dev.consign.id.PaymentNo;
import dev.consign.payment.FactKind;
import java.net.URI;
import java.time.InstantSource;
import java.util.regex.Pattern;

/// Says what an answer of the gateway means, and takes for definite only what is: whatever leaves a
/// doubt whether money may come or has gone is unclear, and asked about again.
final class SandboxAnswers {
    private static final int MAX_PAY_URL = 500;
    private static final String OTHER_PAYMENT = "the answer is about another payment";
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    private final SandboxWords words;
    private final InstantSource clock;

    /// @param clock only for the time of facts that the gateway gives none
    SandboxAnswers(SandboxWords words, InstantSource clock) {
        this.words = words;
        this.clock = clock;
    }

    /// Refused only where no money can come. 409 is no such answer: the gateway *has* a payment of
    /// that number, worded otherwise, and the buyer may pay it. Nor are 401 and 403: the gateway
    /// did not accept, but the fault is in our credentials, and every order would fail until
    /// somebody mends them; left unclear, the payments wait and are asked about again.
    CreateAnswer created(int status, byte[] body, PaymentNo paymentNo) {
        return switch (status) {
            case 200, 201 -> {
                try {
                    yield accepted(JsonFields.of(body), paymentNo);
                } catch (UnreadableBody e) {
                    yield new CreateAnswer.Unclear(e.detail());
                }
            }
            case 400, 422 -> new CreateAnswer.Refused(answered(status));
            case 401, 403 -> new CreateAnswer.Unclear(credentials(status));
            case 409 ->
                    new CreateAnswer.Unclear(
                            "the gateway has another payment under this number (409)");
            default -> new CreateAnswer.Unclear(answered(status));
        };
    }

    private static CreateAnswer accepted(JsonFields answer, PaymentNo paymentNo)
            throws UnreadableBody {
        if (!answer.text("paymentNo").equals(paymentNo.value())) {
            return new CreateAnswer.Unclear(OTHER_PAYMENT);
        }
        if (!"PENDING".equals(answer.text("status"))) {
            // A repeated request for a payment that has moved on; how it stands is asked apart.
            return new CreateAnswer.Unclear("the payment does not wait for its buyer any more");
        }
        return new CreateAnswer.Created(answer.text("payUrl", SandboxAnswers::payUrl));
    }

    /// The buyer is sent there, so it is no place for `javascript:` and its like.
    private static URI payUrl(String text) {
        var url = URI.create(text);
        var web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!web || url.getHost() == null || text.length() > MAX_PAY_URL) {
            throw new IllegalArgumentException("not an address a buyer can be sent to");
        }
        return url;
    }

    QueryAnswer known(int status, byte[] body, PaymentNo paymentNo) {
        return switch (status) {
            case 200 -> {
                try {
                    var fact = words.ofAnswer(body, clock.instant());
                    yield fact.paymentNo().equals(paymentNo)
                            ? new QueryAnswer.Known(fact)
                            : new QueryAnswer.Unclear(OTHER_PAYMENT);
                } catch (UnreadableBody e) {
                    yield new QueryAnswer.Unclear(e.detail());
                }
            }
            case 404 -> new QueryAnswer.NotFound();
            case 401, 403 -> new QueryAnswer.Unclear(credentials(status));
            default -> new QueryAnswer.Unclear(answered(status));
        };
    }

    /// 409 says that the payment has been paid: the body says so in the words of a query, or
    /// nothing is believed.
    CloseAnswer closed(int status, byte[] body, PaymentNo paymentNo) {
        return switch (status) {
            case 200, 409 -> {
                try {
                    var fact = words.ofAnswer(body, clock.instant());
                    if (!fact.paymentNo().equals(paymentNo)) {
                        yield new CloseAnswer.Unclear(OTHER_PAYMENT);
                    }
                    var paid = fact.kind() == FactKind.PAID;
                    yield fact.kind() == FactKind.PENDING || paid != (status == 409)
                            ? new CloseAnswer.Unclear(
                                    "told to close, the gateway answered %d and %s"
                                            .formatted(status, fact.kind()))
                            : new CloseAnswer.Known(fact);
                } catch (UnreadableBody e) {
                    yield new CloseAnswer.Unclear(e.detail());
                }
            }
            case 404 -> new CloseAnswer.NotFound();
            case 401, 403 -> new CloseAnswer.Unclear(credentials(status));
            default -> new CloseAnswer.Unclear(answered(status));
        };
    }

    /// Refused only where nothing can have gone back: 409 means that there *is* a refund of this
    /// number, worded otherwise, and 404 that the gateway forgot a payment it told us was paid.
    RefundAnswer refunded(int status, byte[] body, RefundRequest request) {
        return switch (status) {
            case 200, 201, 202 -> {
                try {
                    yield refundOf(status, body, request);
                } catch (UnreadableBody e) {
                    yield new RefundAnswer.Unclear(e.detail());
                }
            }
            case 400, 422 -> new RefundAnswer.Refused(refusal(status, body));
            case 401, 403 -> new RefundAnswer.Unclear(credentials(status));
            case 404 -> new RefundAnswer.Unclear("the gateway does not know the payment (404)");
            case 409 ->
                    new RefundAnswer.Unclear(
                            "the gateway has another refund under this number (409)");
            default -> new RefundAnswer.Unclear(answered(status));
        };
    }

    private RefundAnswer refundOf(int status, byte[] body, RefundRequest request)
            throws UnreadableBody {
        var answer = JsonFields.of(body);
        var ours =
                answer.text("refundNo").equals(request.refundNo().value())
                        && answer.text("paymentNo").equals(request.paymentNo().value());
        if (!ours) {
            return new RefundAnswer.Unclear("the answer is about another refund");
        }
        var done = answer.text("status");
        if (status == 202 && done.equals("ACCEPTED")) {
            return new RefundAnswer.Accepted("the gateway has accepted the refund");
        }
        if (status == 200 && done.equals("FAILED")) {
            return new RefundAnswer.Refused("the refund failed: the buyer's bank did not take it");
        }
        if (status == 202 || !done.equals("REFUNDED")) {
            return new RefundAnswer.Unclear(
                    "status is none that we know of an answer %d".formatted(status));
        }
        var fact = words.ofRefund(body, clock.instant());
        return fact.money().equals(request.amount())
                ? new RefundAnswer.Refunded(fact)
                : new RefundAnswer.Unclear(
                        "the gateway refunded %s instead of %s"
                                .formatted(fact.money(), request.amount()));
    }

    /// 404 alone may as well be a wrong address: only in the gateway's own words is it "not yet".
    StatementAnswer noStatement(int status, byte[] body) {
        return switch (status) {
            case 200 -> new StatementAnswer.Unclear("the answer is no CSV file");
            case 404 ->
                    "statement_not_ready".equals(code(body))
                            ? new StatementAnswer.NotReady()
                            : new StatementAnswer.Unclear(answered(status));
            case 401, 403 -> new StatementAnswer.Unclear(credentials(status));
            default -> new StatementAnswer.Unclear(answered(status));
        };
    }

    /// The gateway's short code for a refusal, for the person who looks into it.
    private static String refusal(int status, byte[] body) {
        var code = code(body);
        return code.isEmpty() ? answered(status) : answered(status) + ": " + code;
    }

    /// Empty when there is none to be shown.
    private static String code(byte[] body) {
        try {
            var code = JsonFields.of(body).text("code");
            return CODE.matcher(code).matches() ? code : "";
        } catch (UnreadableBody _) {
            return "";
        }
    }

    private static String answered(int status) {
        return "the gateway answered " + status;
    }

    private static String credentials(int status) {
        return "the gateway does not accept our api key (%d)".formatted(status);
    }
}
