package dev.consign.gateway.sandbox;

import dev.consign.gateway.CallbackReader;
import dev.consign.gateway.CallbackReading;
import dev.consign.gateway.CallbackReply;
import dev.consign.gateway.CallbackRequest;
import dev.consign.gateway.json.UnreadableBody;
import dev.consign.id.GatewayCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Believes only callbacks that the sandbox signed with one of our keys. Safe for many threads.
public final class SandboxCallbacks implements CallbackReader {
    private static final Set<String> SIGNATURE_HEADERS =
            Set.of("webhook-id", "webhook-timestamp", "webhook-signature");
    private static final String JSON = "application/json";

    private final GatewayCode code;
    private final String merchant;
    private final WebhookSignature signature;
    private final SandboxWords words;

    /// @param code by which callbacks name this account
    public SandboxCallbacks(GatewayCode code, SandboxCallbackSettings settings) {
        this.code = code;
        merchant = settings.merchant();
        signature = new WebhookSignature(settings.webhookSecrets(), settings.window());
        words = new SandboxWords(code, merchant);
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
}
