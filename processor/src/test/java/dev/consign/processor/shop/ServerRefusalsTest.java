package dev.consign.processor.shop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What the server refuses before any code of ours sees it is a problem as well, and no page of
/// HTML (issue 11, number 12).
class ServerRefusalsTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final String HOST = "Host: h\r\n";
    private static final String KEY =
            "Authorization: Bearer " + ShopServer.KEYS.get("shop") + "\r\n";
    private static final String ORDER = "/api/orders/O0000000000000001";

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @TestFactory
    Stream<DynamicTest> every_refusal_is_a_problem() {
        return Stream.of(
                refused("no request line", "HELLO\r\n\r\n", 400, 505),
                refused("a line of binary", "\u0001\u0002\u0003 \u0004\r\n\r\n", 400),
                refused("a handshake of TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n", 400),
                refused("no path", get("", ""), 400, 505),
                refused("a blank in the path", get("/a b", ""), 400, 505),
                refused("braces in the path", get("/api/{x}", ""), 400),
                refused("a quote in the query", get(ORDER + "?a=\"b\"", ""), 400),
                refused("a byte over 127 in the path", get("/api/\u00e9", ""), 400),
                refused("half an escape in the path", get("/api/orders/%4", ""), 400),
                refused("no escape in the path", get("/api/orders/%zz", ""), 400),
                refused("an encoded slash", get("/api/orders%2fO1", ""), 400),
                refused("an encoded backslash", get("/api/orders%5cO1", ""), 400, 404),
                refused("an encoded NUL", get("/api/orders/%00", ""), 400),
                refused("broken UTF-8 in the path", get("/api/orders/%ff", ""), 400),
                refused("dots above the root", get("/../../etc/passwd", ""), 400),
                refused("encoded dots", get("/api/%2e%2e/%2e%2e/etc/passwd", ""), 400),
                refused("a path parameter", get("/api/orders;x=1", ""), 400),
                refused("two slashes", get("//api//orders", ""), 400),
                refused(
                        "another version",
                        "GET " + ORDER + " HTTP/3.0\r\n" + HOST + "\r\n",
                        400,
                        505),
                refused("no version", "GET " + ORDER + " JUNK\r\n" + HOST + "\r\n", 505, 400),
                refused("no host", "GET " + ORDER + " HTTP/1.1\r\n\r\n", 400),
                refused("two hosts", get(ORDER, "Host: other\r\n"), 400),
                refused("a host that is none", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
                refused("another host in the line", get("http://other" + ORDER, ""), 400),
                refused("a header without a colon", get(ORDER, "nonsense\r\n"), 400),
                refused("a header with a blank in its name", get(ORDER, "A B: c\r\n"), 400),
                refused("a header with NUL", get(ORDER, "A: b\u0000c\r\n"), 400),
                refused(
                        "a header of 64 KiB",
                        get(ORDER, "A: " + "x".repeat(65_536) + "\r\n"),
                        400,
                        431),
                refused("a path of 64 KiB", get("/" + "x".repeat(65_536), ""), 400, 414, 431),
                refused("500 headers", get(ORDER, "A: b\r\n".repeat(500)), 400, 431),
                refused(
                        "two lengths",
                        post("Content-Length: 2\r\nContent-Length: 3\r\n", "{}"),
                        400),
                refused("a negative length", post("Content-Length: -1\r\n", "{}"), 400),
                refused("a length in words", post("Content-Length: two\r\n", "{}"), 400),
                refused(
                        "a length beyond counting",
                        post("Content-Length: 99999999999999999999\r\n", "{}"),
                        400),
                refused("an unknown coding", post("Transfer-Encoding: rot13\r\n", "{}"), 400, 501),
                refused(
                        "two codings",
                        post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
                        400,
                        501),
                refused(
                        "an unknown method",
                        "FOO " + ORDER + " HTTP/1.1\r\n" + HOST + KEY + "\r\n",
                        400,
                        405,
                        501),
                refused(
                        "a method in small letters",
                        "get " + ORDER + " HTTP/1.1\r\n" + HOST + KEY + "\r\n",
                        400,
                        405,
                        501),
                refused(
                        "TRACE",
                        "TRACE " + ORDER + " HTTP/1.1\r\n" + HOST + KEY + "\r\n",
                        400,
                        405),
                refused(
                        "CONNECT",
                        "CONNECT h:80 HTTP/1.1\r\n" + HOST + "\r\n",
                        400,
                        401,
                        404,
                        405,
                        501),
                refused("an expectation", get(ORDER, "Expect: magic\r\n"), 400, 417));
    }

    private static DynamicTest refused(String name, String request, Integer... statuses) {
        return DynamicTest.dynamicTest(
                name,
                () -> {
                    var said = answer(request);
                    // Of a request line that cannot be read the version is not known: to HTTP/0.9
                    // there is a body and nothing before it.
                    var answer =
                            said.startsWith("{\"type\"")
                                    ? "HTTP/1.1 %s\r\nContent-Type: application/problem+json\r\n\r\n%s"
                                            .formatted(
                                                    ShopServer.JSON
                                                            .readTree(said)
                                                            .path("status")
                                                            .asString(),
                                                    said)
                                    : said;
                    assertThat(answer).as("an answer").startsWith("HTTP/1.1 ");
                    assertThat(Integer.parseInt(answer.substring(9, 12)))
                            .as(answer)
                            .isIn((Object[]) statuses);
                    var parts = answer.split("\r\n\r\n", 2);
                    assertThat(parts[0].toLowerCase(Locale.ROOT))
                            .contains("content-type: application/problem+json")
                            .doesNotContain("\r\nserver:");
                    var start = parts[1].indexOf('{');
                    var problem =
                            ShopServer.JSON.readTree(
                                    parts[1].substring(start, parts[1].lastIndexOf('}') + 1));
                    assertThat(problem.path("status").asInt())
                            .isEqualTo(Integer.parseInt(answer.substring(9, 12)));
                    assertThat(problem.path("code").asString()).isNotEmpty();
                    assertThat(problem.path("type").asString())
                            .isEqualTo("/problems/" + problem.path("code").asString());
                    assertThat(answer.toLowerCase(Locale.ROOT))
                            .doesNotContain("<html")
                            .doesNotContain("tomcat")
                            .doesNotContain("exception");
                });
    }

    private static String get(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\n" + HOST + KEY + headers + "\r\n";
    }

    private static String post(String headers, String body) {
        return "POST /api/orders HTTP/1.1\r\n"
                + HOST
                + KEY
                + "Idempotency-Key: k\r\nContent-Type: application/json\r\n"
                + headers
                + "\r\n"
                + body;
    }

    /// All that comes until the server hangs up, or has said what it has to.
    private static String answer(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), SHOP.port())) {
            socket.setSoTimeout(20_000);
            var answer = new StringBuilder();
            try {
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                var buffer = new byte[8_192];
                while (!answer.toString().stripTrailing().endsWith("}")) {
                    var read = socket.getInputStream().read(buffer);
                    if (read < 0) {
                        break;
                    }
                    answer.append(new String(buffer, 0, read, ISO_8859_1));
                }
            } catch (SocketException _) {
                // It hung up before it had heard all; what it said counts.
            }
            return answer.toString();
        }
    }
}
