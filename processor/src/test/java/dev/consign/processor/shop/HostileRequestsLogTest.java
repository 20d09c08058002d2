package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.consign.canary.Hostile;
import dev.consign.canary.RawRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Issue 11 number 7: a key with a line end behind it stood whole in a log that everybody could
/// read, since Tomcat says what it could not read.
class HostileRequestsLogTest {
    private static final ShopServer SHOP = new ShopServer();

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void nothing_of_a_request_that_cannot_be_read_reaches_a_log() throws Exception {
        assertThat(SLF4JBridgeHandler.isInstalled()).as("Tomcat's log is ours").isTrue();
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        var root = (Logger) LoggerFactory.getLogger("ROOT");
        root.addAppender(logged);
        var answers = 0;
        try {
            // Each of Tomcat's remarks is made once in a day by each of its parsers, then at DEBUG.
            for (var secret : List.of("canary-7f3k-1", "canary-7f3k-2")) {
                for (var request : Hostile.requests(secret)) {
                    answers += RawRequest.send(SHOP.port(), request).isEmpty() ? 0 : 1;
                }
            }
            assertThat(behindTheWebServer("canary-7f3k-3"))
                    .as("with a good key")
                    .allMatch(answer -> answer.startsWith("HTTP/1.1 4"));
        } finally {
            root.detachAppender(logged);
        }
        assertThat(answers).as("requests that were answered").isGreaterThan(40);
        assertThat(logged.list)
                .extracting(event ->
                        event.getFormattedMessage()
                                + (event.getThrowableProxy() == null
                                        ? ""
                                        : event.getThrowableProxy().getMessage()))
                .noneMatch(line -> line.contains("canary-7f3k"));
    }

    /// Headers of which a controller is the first reader.
    private static List<String> behindTheWebServer(String secret) throws Exception {
        var answers = new ArrayList<String>();
        for (var header :
                List.of(
                        "Idempotency-Key",
                        "Content-Type",
                        "Accept",
                        "If-None-Match",
                        "Accept-Language")) {
            answers.add(
                    RawRequest.send(
                            SHOP.port(),
                            "POST /api/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\n%s: %s\u0080\r\nContent-Length: 2\r\n\r\n{}"
                                    .formatted(ShopServer.KEYS.get("shop"), header, secret)));
        }
        return answers;
    }
}
