package dev.consign.gateway.sandbox;

import dev.consign.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the sandbox gateway is reached and trusted; once it exists every part is set and makes sense
/// together. Nothing has a default: a time-out nobody chose is how incident I2 began.
///
/// @param url where its interface is, without a slash at the end
/// @param apiKey what we show when we ask
/// @param webhookSecrets keys that may have signed a callback, `whsec_` and base64; two while keys
///   are changed
/// @param merchant our account there
/// @param connectTimeout for the connection alone
/// @param requestTimeout for a whole call, connection and body included
/// @param statement bounds for fetching a statement, which takes longer than a question
/// @param window how old, and how far ahead of our clock, a callback may be; at most 300 s
public record SandboxSettings(
        URI url,
        Secret apiKey,
        List<Secret> webhookSecrets,
        String merchant,
        Duration connectTimeout,
        Duration requestTimeout,
        StatementLimits statement,
        Duration window) {
    private static final String PREFIX = "consign.gateways.sandbox.";
    private static final int MAX_SECRETS = 4;
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);
    private static final Duration LONGEST_DOWNLOAD = Duration.ofMinutes(30);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern MERCHANT = Pattern.compile("[\\x21-\\x7e]{1,64}");

    /// What fetching one statement may cost.
    ///
    /// @param maxBytes a longer file is given up
    /// @param timeout for the whole file
    public record StatementLimits(long maxBytes, Duration timeout) {
        /// @throws IllegalArgumentException naming the setting that is missing or wrong
        public StatementLimits {
            require(maxBytes >= 1, "statement.max-bytes", "must be at least 1");
            between(set(timeout, "statement.timeout"), LONGEST_DOWNLOAD, "statement.timeout");
        }
    }

    /// @throws IllegalArgumentException naming the setting that is missing or wrong, without its
    ///   value
    public SandboxSettings {
        url = plainAddress(set(url, "url"));
        require(
                PRINTABLE.matcher(set(apiKey, "api-key").value()).matches(),
                "api-key",
                "must be printable characters without blanks");
        webhookSecrets = List.copyOf(set(webhookSecrets, "webhook-secrets"));
        require(!webhookSecrets.isEmpty(), "webhook-secrets", "is not set");
        require(webhookSecrets.size() <= MAX_SECRETS, "webhook-secrets", "has more than 4 keys");
        // Thrown away: a key that cannot work is to stop the start, not the first callback.
        webhookSecrets.forEach(WebhookSignature::key);
        require(
                MERCHANT.matcher(set(merchant, "merchant")).matches(),
                "merchant",
                "must be 1 to 64 printable characters without blanks");
        between(set(connectTimeout, "connect-timeout"), LONGEST_TIMEOUT, "connect-timeout");
        between(set(requestTimeout, "request-timeout"), LONGEST_TIMEOUT, "request-timeout");
        require(
                connectTimeout.compareTo(requestTimeout) <= 0,
                "connect-timeout",
                "is longer than " + PREFIX + "request-timeout, which includes it");
        set(statement, "statement");
        between(set(window, "window"), LONGEST_WINDOW, "window");
    }

    private static URI plainAddress(URI url) {
        var scheme = url.getScheme();
        require(
                ("http".equals(scheme) || "https".equals(scheme))
                        && url.getHost() != null
                        && url.getRawUserInfo() == null
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null,
                "url",
                "must be an http or https address with a host, without user, query or fragment");
        var text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    private static void between(Duration value, Duration longest, String name) {
        require(
                value.compareTo(SHORTEST) >= 0 && value.compareTo(longest) <= 0,
                name,
                "must be at least 1 ms and at most %d s".formatted(longest.toSeconds()));
    }

    /// What binds settings leaves out is null here, whatever the type says.
    private static <T> T set(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(PREFIX + name + " is not set");
        }
        return value;
    }

    private static void require(boolean holds, String name, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(PREFIX + name + " " + otherwise);
        }
    }
}
