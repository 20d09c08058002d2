package dev.consign.gateway.sandbox;

import dev.consign.gateway.CloseAnswer;
import dev.consign.gateway.CreateAnswer;
import dev.consign.gateway.CreateRequest;
import dev.consign.gateway.GatewayClient;
import dev.consign.gateway.QueryAnswer;
import dev.consign.gateway.RefundAnswer;
import dev.consign.gateway.RefundRequest;
import dev.consign.gateway.StatementAnswer;
import dev.consign.gateway.http.DownloadLimits;
import dev.consign.gateway.http.HttpCalls.Download;
import dev.consign.gateway.http.HttpCalls.Reply;
import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Asks the sandbox gateway, which answers every question within the request time-out, or is taken
/// not to have answered. Safe for many threads; one for each configured account, since it owns an
/// HTTP client.
public final class SandboxClient implements GatewayClient {
    private static final String CSV = "text/csv";
    private static final JsonMapper WRITER = JsonMapper.builder().build();

    private final GatewayCode code;
    private final String merchant;
    private final Duration longestCall;
    private final SandboxAnswers answers;
    private final SandboxCalls calls;
    private final DownloadLimits statementLimits;

    /// @param code by which orders name this account
    /// @param clock only for the time of facts that the gateway gives none
    public SandboxClient(GatewayCode code, SandboxClientSettings settings, InstantSource clock) {
        this.code = code;
        merchant = settings.merchant();
        longestCall = settings.requestTimeout();
        answers = new SandboxAnswers(new SandboxWords(code, merchant), clock);
        calls = new SandboxCalls(settings);
        statementLimits = settings.statement().limits();
    }

    @Override
    public GatewayCode code() {
        return code;
    }

    @Override
    public String merchant() {
        return merchant;
    }

    @Override
    public Duration longestCall() {
        return longestCall;
    }

    @Override
    public CreateAnswer create(CreateRequest request) {
        var paymentNo = request.paymentNo();
        var body =
                new HashMap<String, Object>(
                        Map.of(
                                "paymentNo",
                                paymentNo.value(),
                                "amount",
                                written(request.amount()),
                                "notifyUrl",
                                request.notifyUrl().toString(),
                                "subject",
                                request.subject()));
        var returnUrl = request.returnUrl();
        if (returnUrl != null) {
            body.put("returnUrl", returnUrl.toString());
        }
        return switch (calls.post("/payments", WRITER.writeValueAsBytes(body))) {
            case Reply.Answered(var status, var answer) ->
                    answers.created(status, answer, paymentNo);
            case Reply.Lost(var why) -> new CreateAnswer.Unclear(why);
        };
    }

    @Override
    public QueryAnswer query(PaymentNo paymentNo) {
        return switch (calls.get("/payments/" + paymentNo)) {
            case Reply.Answered(var status, var answer) -> answers.known(status, answer, paymentNo);
            case Reply.Lost(var why) -> new QueryAnswer.Unclear(why);
        };
    }

    /// The amount goes along: a number that the gateway has never seen is closed together with it,
    /// so that asking tells as much as for any other payment.
    @Override
    public CloseAnswer close(PaymentNo paymentNo, Money amount) {
        var body = WRITER.writeValueAsBytes(Map.of("amount", written(amount)));
        return switch (calls.post("/payments/" + paymentNo + "/close", body)) {
            case Reply.Answered(var status, var answer) ->
                    answers.closed(status, answer, paymentNo);
            case Reply.Lost(var why) -> new CloseAnswer.Unclear(why);
        };
    }

    @Override
    public RefundAnswer refund(RefundRequest request) {
        var body =
                WRITER.writeValueAsBytes(
                        Map.of(
                                "refundNo", request.refundNo().value(),
                                "transactionId", request.transactionId().value(),
                                "amount", written(request.amount()),
                                "reason", request.reason()));
        return switch (calls.post("/payments/" + request.paymentNo() + "/refunds", body)) {
            case Reply.Answered(var status, var answer) ->
                    answers.refunded(status, answer, request);
            case Reply.Lost(var why) -> new RefundAnswer.Unclear(why);
        };
    }

    @Override
    public StatementAnswer statement(LocalDate businessDate, Path into) {
        return switch (calls.download(
                "/statements/" + businessDate + ".csv", CSV, into, statementLimits)) {
            case Download.Stored(var bytes) -> new StatementAnswer.Fetched(into, bytes);
            case Download.Answered(var status, var answer) -> answers.noStatement(status, answer);
            case Download.Lost(var why) -> new StatementAnswer.Unclear(why);
        };
    }

    private static Map<String, Object> written(Money amount) {
        return Map.of("currency", amount.currency().getCurrencyCode(), "minor", amount.minor());
    }

    @Override
    public void close() {
        calls.close();
    }
}
