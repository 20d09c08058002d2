package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A form that is refused says what is wrong with it and nothing else (issue 11, number 17).
class FormRefusalsTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final String PATH = "/api/reconciliations";
    private static final String GATEWAY = field("gateway", "sandbox");
    private static final String DATE = field("businessDate", "2026-01-06");
    private static final String FILE = file("statement", "x");
    private static final String END = "--b--\r\n";

    @AfterAll
    static void close() {
        SHOP.close();
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of(
                        "many parts",
                        "multipart/form-data; boundary=b",
                        GATEWAY.repeat(8) + DATE + FILE + FILE + END,
                        "400 more parts"),
                Arguments.of(
                        "a long field",
                        "multipart/form-data; boundary=b",
                        GATEWAY + field("businessDate", "1".repeat(3 << 20)) + FILE + END,
                        "413 no file is larger than 2 MiB"),
                Arguments.of(
                        "a long head",
                        "multipart/form-data; boundary=b",
                        GATEWAY + DATE + file("statement\"; x=\"" + "y".repeat(9_000), "x") + END,
                        "400 head of a part"),
                Arguments.of(
                        "no end",
                        "multipart/form-data; boundary=b",
                        GATEWAY + DATE + FILE,
                        "400 breaks off"),
                Arguments.of(
                        "no boundary",
                        "multipart/form-data",
                        GATEWAY + DATE + FILE + END,
                        "400 not the multipart form"),
                Arguments.of(
                        "no form",
                        "multipart/form-data; boundary=b",
                        "{\"gateway\":\"sandbox\"}",
                        "400 statement is missing"),
                Arguments.of(
                        "no date",
                        "multipart/form-data; boundary=b",
                        GATEWAY + FILE + END,
                        "400 businessDate"),
                Arguments.of(
                        "no gateway",
                        "multipart/form-data; boundary=b",
                        DATE + FILE + END,
                        "400 gateway"),
                Arguments.of(
                        "no file",
                        "multipart/form-data; boundary=b",
                        GATEWAY + DATE + END,
                        "400 statement"),
                Arguments.of(
                        "a file of another name",
                        "multipart/form-data; boundary=b",
                        GATEWAY + DATE + file("file", "x") + END,
                        "400 statement"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void what_is_wrong_is_named(String what, String type, String form, String expected)
            throws Exception {
        var answer =
                SHOP.send(
                        "finance",
                        "POST",
                        PATH,
                        form,
                        "Idempotency-Key",
                        "form-" + what.replace(' ', '-'),
                        "Content-Type",
                        type);
        var status = expected.substring(0, 3);
        assertThat(answer.status() + " " + answer.text("detail"))
                .startsWith(status)
                .contains(expected.substring(4));
    }

    @Test
    void without_a_key_the_same_file_of_the_same_day_is_the_same_run() throws Exception {
        var first = upload("a", "2026-01-06");
        assertThat(upload("a", "2026-01-06")).isEqualTo(first);
        assertThat(upload("b", "2026-01-06")).isNotEqualTo(first);
        assertThat(upload("a", "2026-01-07")).isNotEqualTo(first);
    }

    private static String upload(String content, String date) throws Exception {
        var answer =
                SHOP.send(
                        "finance",
                        "POST",
                        PATH,
                        GATEWAY + field("businessDate", date) + file("statement", content) + END,
                        "Content-Type",
                        "multipart/form-data; boundary=b");
        assertThat(answer.status()).isEqualTo(202);
        return answer.text("runId");
    }

    /// Refused by what it announces: nothing of it is waited for.
    @Test
    void a_file_that_is_announced_as_too_large_is_refused_as_that() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), SHOP.port())) {
            socket.setSoTimeout(20_000);
            var head =
                    """
                    POST %s HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    Idempotency-Key: form-large
                    Content-Type: multipart/form-data; boundary=b
                    Content-Length: 3000000000
                    Connection: close

                    """
                            .formatted(PATH, ShopServer.KEYS.get("finance"))
                            .replace("\n", "\r\n");
            socket.getOutputStream().write((head + GATEWAY).getBytes(StandardCharsets.US_ASCII));
            var answer =
                    new String(socket.getInputStream().readNBytes(2_000), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 413")
                    .contains("larger than consign.reconciliation.largest-statement allows");
        }
    }

    private static String field(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(name, value);
    }

    private static String file(String name, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"s.csv\"\r\nContent-Type: text/csv\r\n\r\n%s\r\n"
                .formatted(name, content);
    }
}
