package dev.consign.testbed.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import dev.consign.testbed.sandbox.account.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The control interface has no key: a page a developer happens to look at must not drive it.
class WebPagesTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: 127.0.0.1:8090|Origin: https://evil.example",
                "Host: 127.0.0.1:8090|Origin: null",
                "Host: 127.0.0.1:8090|Origin: http://127.0.0.1:8080",
                "Host: 127.0.0.1:8090|Origin: http://localhost:8090",
                "Host: 127.0.0.1:8090|Origin: https://127.0.0.1:8090",
                "Host: 127.0.0.1:8090|Sec-Fetch-Site: cross-site",
                "Host: 127.0.0.1:8090|Sec-Fetch-Site: same-site",
                "Host: 127.0.0.1:8090|User-Agent: Mozilla/5.0|" + FORM,
                "Host: 127.0.0.1:8090|User-Agent: Mozilla/5.0|Content-Type: text/plain;charset=x",
                // A name of the attacker's that leads to this machine.
                "Host: evil.example:8090|Origin: http://evil.example:8090",
                "Host: 127.0.0.1.evil.example",
            })
    void what_a_page_of_another_origin_sends_changes_nothing(String headers) {
        assertThatThrownBy(() -> WebPages.check("POST", headers(headers)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(403));
        assertThatThrownBy(() -> WebPages.check("DELETE", headers(headers)))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: 127.0.0.1:8090",
                "Host: localhost",
                "Host: [::1]:8090",
                "Host: 127.0.0.1:8090|User-Agent: curl/8|" + FORM,
                "Host: 127.0.0.1:8090|Content-Type: application/json",
                "Host: 127.0.0.1:8090|Origin: http://127.0.0.1:8090|Sec-Fetch-Site: same-origin|"
                        + "User-Agent: Mozilla/5.0|"
                        + FORM,
            })
    void programs_and_the_gateways_own_pages_are_let_in(String headers) {
        assertThatCode(() -> WebPages.check("POST", headers(headers))).doesNotThrowAnyException();
    }

    @Test
    void a_form_of_another_origin_pays_nothing_and_the_pay_page_still_does() throws Exception {
        try (var gateway = new Gateway(directory)) {
            gateway.create("P1");
            for (var path : new String[] {"/pay/P1", "/control/payments/P1/pay"}) {
                assertThat(posted(gateway.port(), path, "https://evil.example"))
                        .startsWith("HTTP/1.1 403 ");
            }
            assertThat(posted(gateway.port(), "/control/faults", "https://evil.example"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(gateway.payment("P1").path("status").asString()).isEqualTo("PENDING");

            var own = "http://127.0.0.1:" + gateway.port();
            assertThat(posted(gateway.port(), "/pay/P1", own)).startsWith("HTTP/1.1 200 ");
            assertThat(gateway.payment("P1").path("status").asString()).isEqualTo("PAID");
        }
    }

    @Test
    void the_pay_page_leads_back_to_the_shop_also_after_a_restart() throws Exception {
        try (var gateway = new Gateway(directory)) {
            var body =
                    """
                    {"paymentNo":"%s","amount":{"currency":"CNY","minor":900},"notifyUrl":"%s","returnUrl":"%s"}
                    """;
            var shop = gateway.shop().url();
            for (var url : new String[] {"javascript:alert(1)", "/thanks"}) {
                assertThat(gateway.post("/payments", body.formatted("P1", shop, url)).statusCode())
                        .as(url)
                        .isEqualTo(400);
            }
            var url = "https://shop.example/thanks?a=1&b='2'";
            assertThat(gateway.post("/payments", body.formatted("P1", shop, url)).statusCode())
                    .isEqualTo(201);
            gateway.restart();
            assertThat(gateway.get("/pay/P1"))
                    .contains(
                            "<a href=\"https://shop.example/thanks?a=1&amp;b='2'\">Back to the shop</a>");
            gateway.create("P2");
            assertThat(gateway.get("/pay/P2")).doesNotContain("Back to the shop");
        }
    }

    /// As a browser posts a form; Java's client lets nobody set `Origin`'s companions.
    private static String posted(int port, String path, String origin) throws IOException {
        var request =
                """
                POST %s HTTP/1.1
                Host: 127.0.0.1:%d
                Origin: %s
                User-Agent: Mozilla/5.0
                Content-Type: application/x-www-form-urlencoded
                Content-Length: 0
                Connection: close

                """
                        .formatted(path, port, origin)
                        .replace("\n", "\r\n");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Headers headers(String text) {
        var headers = new Headers();
        for (var line : text.split("\\|", -1)) {
            var parts = line.split(": ", 2);
            headers.add(parts[0], parts[1]);
        }
        return headers;
    }
}
