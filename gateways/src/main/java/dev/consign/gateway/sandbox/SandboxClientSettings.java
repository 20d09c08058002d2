package dev.consign.gateway.sandbox;

import dev.consign.gateway.account.Checks;
import dev.consign.gateway.http.DownloadLimits;
import dev.consign.secret.Secret;
import java.net.URI;
import java.time.Duration;

/// How the sandbox gateway is asked; once it exists every part is set and makes sense together. It
/// never holds the key that signs callbacks: whoever breaks into a program that only asks cannot
/// forge word of a payment.
///
/// @param url where its interface is, without a slash at the end
/// @param apiKey what we show when we ask
/// @param merchant our account there
/// @param connectTimeout for the connection alone
/// @param requestTimeout for a whole call, connection and body included
/// @param statement bounds for fetching a statement, which takes longer than a question
public record SandboxClientSettings(
        URI url,
        Secret apiKey,
        String merchant,
        Duration connectTimeout,
        Duration requestTimeout,
        StatementLimits statement) {
    static final Checks CHECKS = new Checks("consign.gateways.sandbox.");
    private static final Duration LONGEST_DOWNLOAD = Duration.ofMinutes(30);

    /// What fetching one statement may cost.
    ///
    /// @param maxBytes a longer file is given up
    /// @param timeout for the whole file
    public record StatementLimits(long maxBytes, Duration timeout) {
        /// @throws IllegalArgumentException naming the setting that is missing or wrong
        public StatementLimits {
            CHECKS.require(maxBytes >= 1, "statement.max-bytes", "must be at least 1");
            CHECKS.between(timeout, LONGEST_DOWNLOAD, "statement.timeout");
        }

        DownloadLimits limits() {
            return new DownloadLimits(maxBytes, timeout);
        }
    }

    /// @throws IllegalArgumentException naming the setting that is missing or wrong, without its
    ///   value
    public SandboxClientSettings {
        url = CHECKS.address(url, "url");
        CHECKS.printable(CHECKS.set(apiKey, "api-key").value(), "api-key");
        CHECKS.merchant(merchant);
        CHECKS.timeouts(connectTimeout, requestTimeout);
        CHECKS.set(statement, "statement");
    }
}
