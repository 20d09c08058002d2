package dev.consign.processor.inbound.callback;

import dev.consign.broker.BrokerSettings;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How long a gateway that posts is kept waiting; every value must be set, and all of them fit what
/// gateways grant (issue 10: with a broker that hung each callback waited 10 to 14 s).
///
/// @param patience how long the least patient gateway waits for our answer; WeChat Pay 5 s
/// @param send putting all facts of one callback on the queue: the wait for a verdict of the
///   breaker, for a session and for the broker together; 2 s at least, since a broker that is only
///   slow is else taken for one that hangs
/// @param slowSend a send that takes longer counts against the broker, even when it succeeds
@ConfigurationProperties("consign.callback")
record CallbackSettings(Duration patience, Duration send, Duration slowSend) {
    /// The callback's way to us and the answer's way back, and what reading it takes.
    private static final Duration WAY = Duration.ofSeconds(1);

    private static final Duration SHORTEST_SEND = Duration.ofSeconds(2);

    /// @throws RefusedToStart naming the first setting that is missing or contradicts another
    CallbackSettings {
        positive("patience", patience);
        positive("send", send);
        positive("slow-send", slowSend);
        refuseIf(
                send.compareTo(SHORTEST_SEND) < 0,
                "consign.callback.send is %s but must be at least %s"
                        .formatted(send, SHORTEST_SEND));
        refuseIf(
                send.plus(WAY).compareTo(patience) > 0,
                "consign.callback.send (%s) must be at least %s shorter than consign.callback.patience (%s), or the gateway has gone before it is answered"
                        .formatted(send, WAY, patience));
        refuseIf(
                slowSend.compareTo(send) >= 0,
                "consign.callback.slow-send (%s) must be shorter than consign.callback.send (%s)"
                        .formatted(slowSend, send));
    }

    /// @throws RefusedToStart when a callback would be given up before the broker was tried
    void requireRoomFor(BrokerSettings broker) {
        refuseIf(
                broker.sessionWait().compareTo(send) >= 0,
                "consign.broker.session-wait (%s) must be shorter than consign.callback.send (%s), or nothing is sent in the end"
                        .formatted(broker.sessionWait(), send));
        refuseIf(
                broker.connectTimeout().compareTo(send) >= 0,
                "consign.broker.connect-timeout (%s) must be shorter than consign.callback.send (%s)"
                        .formatted(broker.connectTimeout(), send));
    }

    private static void positive(String name, @Nullable Duration value) {
        DatabaseSettings.positive(value, "consign.callback." + name);
    }

    private static void refuseIf(boolean wrong, String sentence) {
        if (wrong) {
            throw new RefusedToStart(sentence);
        }
    }
}
