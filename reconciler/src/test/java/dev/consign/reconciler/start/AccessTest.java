package dev.consign.reconciler.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.reconciler.ReconcilerApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// What the reconciler shows, and to whom; nothing stands behind it here, and that it says (issue
/// 11, number 14).
class AccessTest {
    private static final String KEY = "the-management-key-of-this-test";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String[] FROM_AFAR = {"X-Forwarded-For", "203.0.113.9"};

    private static ConfigurableApplicationContext program;
    private static int port;

    @BeforeAll
    static void start() {
        var arguments = new ArrayList<>(RefusalTest.GOOD);
        arguments.add("--consign.access.management-key=" + KEY);
        // Where Spring Boot by itself would believe every private address about its clients.
        arguments.add("--spring.main.cloud-platform=kubernetes");
        program =
                SpringApplication.run(
                        ReconcilerApplication.class, arguments.toArray(String[]::new));
        port = program.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    @Test
    void on_this_machine_everything_is_shown() throws Exception {
        assertThat(get("/actuator/prometheus").statusCode()).isEqualTo(200);
        var readiness = get("/actuator/health/readiness");
        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body()).contains("waitsFor");
    }

    @Test
    void from_elsewhere_a_probe_learns_up_or_down_and_not_why() throws Exception {
        assertThat(get("/actuator/health/liveness", FROM_AFAR).statusCode()).isEqualTo(200);
        var readiness = get("/actuator/health/readiness", FROM_AFAR);
        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body()).doesNotContain("waitsFor", "components");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/prometheus",
                "/actuator",
                "/actuator/health/readiness/db",
                "/actuator;a=b/prometheus",
                "/%61ctuator/prometheus",
                "//actuator/prometheus",
                "/",
                "/error",
                "/nothing",
            })
    void from_elsewhere_all_else_asks_for_the_key(String path) throws Exception {
        var refused = get(path, FROM_AFAR);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        problem(refused, "unauthenticated");

        for (var wrong : new String[] {"Bearer " + KEY + "x", "Bearer ", "Basic " + KEY, KEY}) {
            assertThat(
                            get(path, "Forwarded", "for=203.0.113.9", "Authorization", wrong)
                                    .statusCode())
                    .as(wrong)
                    .isEqualTo(401);
        }
    }

    @Test
    void with_the_key_everything_is_shown_from_elsewhere_too() throws Exception {
        String[] asked = {"X-Forwarded-Proto", "https", "Authorization", "Bearer " + KEY};
        assertThat(get("/actuator/prometheus", asked).body()).contains("consign_task_due");
        assertThat(get("/actuator/health/readiness", asked).body()).contains("waitsFor");
    }

    @Test
    void what_is_not_there_is_a_problem_and_no_page() throws Exception {
        problem(get("/nothing"), "not_found");
        problem(get("/actuator/nothing"), "not_found");
    }

    private static void problem(HttpResponse<String> answer, String code) {
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        assertThat(answer.body())
                .contains("\"code\":\"" + code + "\"")
                .doesNotContain("<html", "<!", "xception");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    private static HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
