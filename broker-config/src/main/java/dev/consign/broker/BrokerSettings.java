package dev.consign.broker;

import dev.consign.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Everything a client of the broker must be told, complete and free of contradictions once it
/// exists.
///
/// No time-out has a default: one left at a default of 1 s while the real call took 7 s is incident
/// I2. Flat on purpose, so that each component is one property below `consign.broker`.
///
/// @param url `tcp://host:port`, or `(tcp://host:port,tcp://host:port)`, with parameters of
///   [BrokerUrl] behind a `?`
/// @param callTimeout the broker's answer to one blocking call: send, commit, opening a connection
/// @param callFailoverTimeout wait for a fail-over in progress, before the call is written
/// @param connectionTtl silence after which the broker gives this client up
/// @param clientFailureCheckPeriod time between two pings
/// @param connectTimeout opening the TCP connection
/// @param retryInterval first pause between two attempts to connect
/// @param maxRetryInterval longest pause between two attempts to connect
/// @param sessionWait wait for a free session of the sender, before anything is sent
/// @param sendDeadline one `send` with its retry, by the clock on the wall: flow control has no
///   time-out of its own
public record BrokerSettings(
        String url,
        String user,
        Secret password,
        Duration callTimeout,
        Duration callFailoverTimeout,
        Duration connectionTtl,
        Duration clientFailureCheckPeriod,
        Duration connectTimeout,
        Duration retryInterval,
        Duration maxRetryInterval,
        Duration sessionWait,
        Duration sendDeadline) {

    private static final Duration SLOWEST_CALL_SEEN = Duration.ofSeconds(7);
    private static final Duration SHORTEST_CALL_TIMEOUT = Duration.ofSeconds(8);

    /// @throws IllegalArgumentException naming the setting, if one is missing or contradicts
    ///   another
    public BrokerSettings {
        present("url", url);
        present("user", user);
        present("password", password);
        positive("call-timeout", callTimeout);
        positive("call-failover-timeout", callFailoverTimeout);
        positive("connection-ttl", connectionTtl);
        positive("client-failure-check-period", clientFailureCheckPeriod);
        positive("connect-timeout", connectTimeout);
        positive("retry-interval", retryInterval);
        positive("max-retry-interval", maxRetryInterval);
        positive("session-wait", sessionWait);
        positive("send-deadline", sendDeadline);
        refuseIf(
                callTimeout.compareTo(SHORTEST_CALL_TIMEOUT) < 0,
                "consign.broker.call-timeout is %s but must be at least %s: calls of %s have been seen"
                        .formatted(callTimeout, SHORTEST_CALL_TIMEOUT, SLOWEST_CALL_SEEN));
        refuseIf(
                clientFailureCheckPeriod.compareTo(connectionTtl) >= 0,
                shorter("client-failure-check-period", clientFailureCheckPeriod)
                        + "consign.broker.connection-ttl (%s), or a healthy client is given up"
                                .formatted(connectionTtl));
        refuseIf(
                sendDeadline.compareTo(callTimeout.plus(callFailoverTimeout)) < 0,
                "consign.broker.send-deadline (%s) must not be shorter than consign.broker.call-timeout (%s) plus consign.broker.call-failover-timeout (%s)"
                        .formatted(sendDeadline, callTimeout, callFailoverTimeout));
        refuseIf(
                connectTimeout.compareTo(sendDeadline) >= 0,
                shorter("connect-timeout", connectTimeout)
                        + "consign.broker.send-deadline (%s)".formatted(sendDeadline));
        refuseIf(
                retryInterval.compareTo(maxRetryInterval) > 0,
                "consign.broker.retry-interval (%s) must not be longer than consign.broker.max-retry-interval (%s)"
                        .formatted(retryInterval, maxRetryInterval));
    }

    private static String shorter(String name, Duration value) {
        return "consign.broker.%s (%s) must be shorter than ".formatted(name, value);
    }

    private static void present(String name, @Nullable Object value) {
        refuseIf(
                value == null || (value instanceof String text && text.isBlank()),
                "consign.broker.%s is not set".formatted(name));
    }

    private static void positive(String name, @Nullable Duration value) {
        present(name, value);
        refuseIf(
                value == null || value.toMillis() < 1 || value.toMillis() > Integer.MAX_VALUE,
                "consign.broker.%s must be between 1 ms and 24 days, not %s"
                        .formatted(name, value));
    }

    private static void refuseIf(boolean wrong, String sentence) {
        if (wrong) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
