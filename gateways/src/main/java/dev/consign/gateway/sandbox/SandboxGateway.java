package dev.consign.gateway.sandbox;

import dev.consign.gateway.CallbackReading;
import dev.consign.gateway.CallbackReply;
import dev.consign.gateway.CallbackRequest;
import dev.consign.gateway.CloseAnswer;
import dev.consign.gateway.CreateAnswer;
import dev.consign.gateway.CreateRequest;
import dev.consign.gateway.Gateway;
import dev.consign.gateway.QueryAnswer;
import dev.consign.gateway.RefundAnswer;
import dev.consign.gateway.RefundRequest;
import dev.consign.gateway.StatementAnswer;
import dev.consign.gateway.StatementLine;
import dev.consign.gateway.StatementReading;
import dev.consign.gateway.http.DownloadLimits;
import dev.consign.gateway.http.HttpCalls.Download;
import dev.consign.gateway.http.HttpCalls.Reply;
import dev.consign.gateway.json.UnreadableBody;
import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/// The sandbox gateway: believes only callbacks it signed, and answers every question within the
/// request time-out. Safe for many threads; one for each configured gateway, since it owns an HTTP
/// client.
public final class SandboxGateway implements Gateway, AutoCloseable {
    private static final Set<String> SIGNATURE_HEADERS =
            Set.of("webhook-id", "webhook-timestamp", "webhook-signature");
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";
    private static final JsonMapper WRITER = JsonMapper.builder().build();

    private final GatewayCode code;
    private final String merchant;
    private final WebhookSignature signature;
    private final SandboxWords words;
    private final SandboxAnswers answers;
    private final SandboxCalls calls;
    private final DownloadLimits statementLimits;

    /// The one account that is called as its protocol is.
    ///
    /// @param clock only for the time of facts that the gateway gives none
    public SandboxGateway(SandboxSettings settings, InstantSource clock) {
        this(new GatewayCode("sandbox"), settings, clock);
    }

    /// @param code by which orders and callbacks name this account
    /// @param clock only for the time of facts that the gateway gives none
    public SandboxGateway(GatewayCode code, SandboxSettings settings, InstantSource clock) {
        this.code = code;
        merchant = settings.merchant();
        signature = new WebhookSignature(settings.webhookSecrets(), settings.window());
        words = new SandboxWords(code, merchant);
        answers = new SandboxAnswers(words, clock);
        calls = new SandboxCalls(settings);
        statementLimits =
                new DownloadLimits(settings.statement().maxBytes(), settings.statement().timeout());
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
    public Set<String> signatureHeaders() {
        return SIGNATURE_HEADERS;
    }

    @Override
    public CallbackReading read(CallbackRequest request, Instant now) {
        var flaw = signature.flawOf(request, now);
        if (flaw.isPresent()) {
            return flaw.get().forged();
        }
        try {
            return new CallbackReading.Facts(List.of(words.ofEvent(request.body())));
        } catch (UnreadableBody e) {
            return words.said(request.body())
                    .<CallbackReading>map(said ->
                            new CallbackReading.Unrecognised(
                                    WebhookSignature.eventId(request),
                                    WebhookSignature.unsigned(request),
                                    e.reason(),
                                    e.detail(),
                                    said))
                    .orElseGet(() -> new CallbackReading.Unreadable(e.reason(), e.detail()));
        }
    }

    @Override
    public CallbackReply received() {
        return new CallbackReply(200, JSON, "{\"received\":true}", null);
    }

    @Override
    public CallbackReply sendAgain(Duration after) {
        return new CallbackReply(503, JSON, "{\"received\":false}", after);
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

    @Override
    public StatementReading readStatement(
            InputStream file, LocalDate businessDate, Consumer<StatementLine> lines)
            throws IOException {
        return new SandboxStatement(businessDate, lines).read(file);
    }

    private static Map<String, Object> written(Money amount) {
        return Map.of("currency", amount.currency().getCurrencyCode(), "minor", amount.minor());
    }

    /// Ends calls under way; they answer as lost.
    @Override
    public void close() {
        calls.close();
    }
}
