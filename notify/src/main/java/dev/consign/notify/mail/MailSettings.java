package dev.consign.notify.mail;

import dev.consign.secret.Secret;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How buyers are written to. Without a host nobody is; with one, everything else but user and
/// password must be set.
///
/// @param host of the mail server
/// @param port 25, 465, 587 or another
/// @param user to log in with; blank or absent: no log-in
/// @param from what buyers see as the sender
/// @param tls how the connection is kept secret
/// @param connectTimeout for the server to take the connection
/// @param readTimeout for each answer of the server
/// @param writeTimeout for each part of the mail
@ConfigurationProperties("consign.mail")
public record MailSettings(
        @Nullable String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        @Nullable String from,
        @Nullable Tls tls,
        Duration connectTimeout,
        Duration readTimeout,
        Duration writeTimeout) {
    /// @throws RefusedToStart when a value is missing or out of range, in one sentence
    public MailSettings {
        DatabaseSettings.positive(connectTimeout, "consign.mail.connect-timeout");
        DatabaseSettings.positive(readTimeout, "consign.mail.read-timeout");
        DatabaseSettings.positive(writeTimeout, "consign.mail.write-timeout");
        if (!blank(host)) {
            refuseIf(port < 1 || port > 0xffff, "port must be 1 to 65535");
            refuseIf(tls == null, "tls must be NONE, STARTTLS or TLS");
            refuseIf(blank(user) != blank(password), "user and password go together");
            refuseIf(
                    tls == Tls.NONE && !blank(user),
                    "tls must be STARTTLS or TLS: no password goes over the wire for all to read");
            try {
                var _ = new MailAddress(String.valueOf(from));
            } catch (IllegalArgumentException _) {
                throw new RefusedToStart("consign.mail.from is not a mail address");
            }
        }
    }

    MailAddress sender() {
        return new MailAddress(String.valueOf(from));
    }

    /// Empty when the server wants no log-in.
    Optional<Secret> secret() {
        return password == null || password.isBlank()
                ? Optional.empty()
                : Optional.of(new Secret(password));
    }

    /// Never with the password.
    @Override
    public String toString() {
        return "mail by %s:%d".formatted(host, port);
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static void refuseIf(boolean wrong, String sentence) {
        if (wrong) {
            throw new RefusedToStart("consign.mail." + sentence);
        }
    }

    /// How the connection is kept secret.
    public enum Tls {
        /// Not at all: for a server on the same machine.
        NONE,
        /// After a greeting in the clear; a server that cannot is refused.
        STARTTLS,
        /// From the first byte.
        TLS
    }
}
