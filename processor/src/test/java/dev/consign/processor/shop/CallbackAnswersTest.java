package dev.consign.processor.shop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.consign.gateway.CallbackReading;
import dev.consign.processor.inbound.callback.PaidFact;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// What a gateway, or who pretends to be one, is answered: callbacks do not pass Spring's
/// dispatcher, and are answered as if they did.
class CallbackAnswersTest {
    private static final String PATH = "/gateways/sandbox/callbacks";
    private static final ShopServer SHOP = new ShopServer();

    @AfterAll
    static void close() {
        SHOP.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
    void a_callback_is_posted(String method) throws Exception {
        var answer = SHOP.send("", method, PATH, "");
        assertThat(answer.verdict()).isEqualTo("405 method_not_allowed");
        assertThat(answer.response().headers().firstValue("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gateways/other/callbacks", "/gateways/SANDBOX/callbacks"})
    void a_gateway_that_is_not_configured_is_unknown(String path) throws Exception {
        assertThat(SHOP.send("", "POST", path, "{}").verdict()).isEqualTo("404 unknown_gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gateways/sandbox", "/gateways/callbacks", "/gateways/a/b/callbacks"})
    void no_other_path_is_open(String path) throws Exception {
        assertThat(SHOP.send("", "POST", path, "{}").status()).isEqualTo(401);
    }

    @Test
    void what_is_not_genuine_or_not_readable_or_too_large_is_a_problem() throws Exception {
        assertThat(posted(() -> new CallbackReading.Forged("f")).verdict())
                .isEqualTo("401 callback_not_genuine");
        assertThat(posted(() -> new CallbackReading.Unreadable("u", "No JSON.")).verdict())
                .isEqualTo("400 callback_unreadable");
        assertThat(SHOP.send("", "POST", PATH, "x".repeat(64 * 1024 + 1)).verdict())
                .isEqualTo("413 too_large");
    }

    @Test
    void while_the_broker_is_away_the_gateway_shall_send_again() throws Exception {
        var answer = posted(() -> new CallbackReading.Facts(List.of(PaidFact.next())));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.response().body()).isEqualTo("again");
        assertThat(answer.response().headers().firstValue("Retry-After")).contains("2");
    }

    @Test
    void our_own_bug_has_an_id_and_says_nothing_about_us() throws Exception {
        List<Supplier<CallbackReading>> bugs =
                List.of(
                        () -> {
                            throw new IllegalStateException("a bug");
                        },
                        () -> {
                            throw new StackOverflowError("a bug");
                        });
        for (var bug : bugs) {
            var answer = posted(bug);
            assertThat(answer.verdict()).isEqualTo("500 internal_error");
            assertThat(answer.text("detail")).matches("This is our fault.* name F\\w+ .*");
            assertThat(answer.response().body()).doesNotContain("a bug");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 100\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\nzz\r\n"})
    void a_body_that_does_not_come_whole_is_not_our_bug(String rest) throws Exception {
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        var problems = (Logger) LoggerFactory.getLogger("dev.consign.processor.api.problem");
        problems.addAppender(logged);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), SHOP.port())) {
            var request =
                    "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s"
                            .formatted(PATH, rest);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            socket.shutdownOutput();
            var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 400 ");
        } finally {
            problems.detachAppender(logged);
        }
        assertThat(logged.list)
                .allSatisfy(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.INFO);
                    assertThat(line.getThrowableProxy()).isNull();
                });
    }

    private static ShopServer.Answer posted(Supplier<CallbackReading> reading) throws Exception {
        ShopServer.GATEWAY.reading = reading;
        return SHOP.send("", "POST", PATH, "{}");
    }
}
