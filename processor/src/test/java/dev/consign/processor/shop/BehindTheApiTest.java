package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the processor shows beside its API, and to whom (issue 11, number 14).
class BehindTheApiTest {
    private static final ShopServer SHOP = new ShopServer();

    @AfterAll
    static void close() {
        SHOP.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/prometheus",
                "/actuator",
                "/actuator;x=y/prometheus",
                "/%61ctuator/prometheus",
                "/v3/api-docs",
                "/v3/api-docs.yaml",
                "/v3;x/api-docs",
                "/v3/%61pi-docs",
            })
    void from_elsewhere_it_asks_for_a_key_that_is_none_of_the_apis(String path) throws Exception {
        for (var role : new String[] {"", "ops", "finance"}) {
            var refused = SHOP.send(role, "GET", path, "", "X-Forwarded-For", "203.0.113.9");
            assertThat(refused.status()).as(role).isEqualTo(401);
            assertThat(refused.text("code")).isEqualTo("unauthenticated");
        }
    }

    @Test
    void on_this_machine_it_is_shown_and_a_probe_is_answered_from_everywhere() throws Exception {
        assertThat(SHOP.send("", "GET", "/actuator/prometheus", "").status()).isEqualTo(200);
        assertThat(SHOP.send("", "GET", "/v3/api-docs", "").status()).isEqualTo(200);
        for (var group : List.of("readiness", "callbacks", "api")) {
            var probe =
                    SHOP.send(
                            "",
                            "GET",
                            "/actuator/health/" + group,
                            "",
                            "X-Forwarded-For",
                            "203.0.113.9");
            // There is no broker here.
            assertThat(probe.status()).as(group).isEqualTo(group.equals("callbacks") ? 503 : 200);
            assertThat(probe.json().propertyNames()).containsExactly("status");
        }
    }

    /// Whoever asks through a proxy that was not declared is still who his key says.
    @Test
    void the_api_itself_is_as_it_was() throws Exception {
        assertThat(
                        SHOP.send("support", "GET", "/api/cases", "", "X-Forwarded-For", "1.2.3.4")
                                .status())
                .isEqualTo(200);
        assertThat(SHOP.send("", "GET", "/api/cases", "", "X-Forwarded-For", "127.0.0.1").status())
                .isEqualTo(401);
    }
}
