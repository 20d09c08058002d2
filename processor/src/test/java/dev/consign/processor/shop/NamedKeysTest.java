package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.consign.processor.shop.ShopServer.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Keys of people: several a role, read anew while the program runs, limited, and never written
/// down (issue 11, number 9).
class NamedKeysTest {
    private static final ShopServer SHOP =
            new ShopServer(
                    "--consign.limits.key-rate=1",
                    "--consign.limits.key-burst=60",
                    "--consign.limits.address-rate=1",
                    "--consign.limits.address-burst=60");
    private static final String ZOE = "Wq4xE9rT2yU7iO5pA8sD3fGh";
    private static final String CASES = "/api/cases?status=OPEN";

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.consign.processor.security");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
        SHOP.people("");
    }

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void keys_come_and_go_without_a_restart_and_a_bad_file_changes_nothing() throws Exception {
        assertThat(status("fay")).isEqualTo(200);
        assertThat(status(ZOE)).isNotEqualTo(200);
        SHOP.people("zoe finance " + ZOE);
        await().until(() -> status(ZOE) == 200);
        SHOP.people("zoe finance " + ZOE + "\nmax finance aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        await().until(() -> said("the key of max is easy to guess") == 1);
        SHOP.people("zoe finance " + ZOE + "\nmax finance aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        await().until(() -> status(ZOE) == 200 && status("fred") == 200);
        SHOP.people("zoe finance " + ZOE + " 2026-02-03");
        await().until(() -> status(ZOE) != 200);
        SHOP.people("");
        assertThat(status("fay")).isEqualTo(200);
        assertThat(said("the key of max is easy to guess")).isOne();
        assertThat(text()).doesNotContain(ZOE, "aaaaaaaa");
    }

    @Test
    void a_refused_key_is_counted_and_said_without_the_key() throws Exception {
        var before = refused();
        var guess = "a-guess-at-a-key-" + ZOE;
        for (var i = 0; i < 5; i++) {
            assertThat(status(guess)).isIn(401, 429);
        }
        assertThat(refused()).isEqualTo(before + 5);
        await().until(() -> said("API keys refused: unknown") > 0);
        assertThat(text()).doesNotContain("a-guess", ZOE);
    }

    @Test
    void strangers_of_an_address_are_limited_and_those_with_a_key_are_not() throws Exception {
        assertThat(limited("nobodys-key").response().headers().firstValue("Retry-After"))
                .contains("1");
        limited("");
        assertThat(status("sam")).isEqualTo(200);
        assertThat(SHOP.send("", "GET", "/actuator/health/readiness", "").status()).isEqualTo(200);
    }

    @Test
    void one_key_is_limited_and_neither_another_one_nor_a_callback_is() throws Exception {
        assertThat(limited("ops").response().headers().firstValue("Retry-After")).contains("1");
        assertThat(status("support")).isEqualTo(200);
        for (var i = 0; i < 100; i++) {
            // Let in by its signature, and by nothing before it.
            assertThat(SHOP.send("ops", "POST", "/gateways/sandbox/callbacks", "{}").status())
                    .isNotEqualTo(429);
        }
    }

    @Test
    void everybody_acts_under_a_name_of_their_own() throws Exception {
        var order = SHOP.paid();
        var body = "{\"amount\":{\"currency\":\"CNY\",\"minor\":100},\"reason\":\"broken\"}";
        for (var who : List.of("shop", "finance", "fay")) {
            var answer =
                    SHOP.send(
                            who,
                            "POST",
                            order.path() + "/refunds",
                            body,
                            "Idempotency-Key",
                            "the-same-key-of-" + order.orderNo());
            // Keys of different people never meet.
            assertThat(answer.verdict()).as(who).isEqualTo("201");
            assertThat(answer.response().headers().firstValue("Idempotency-Replayed")).isEmpty();
        }
        var shown = SHOP.send("fay", "GET", order.path(), "").json();
        assertThat(shown.path("refunds").valueStream().map(one -> one.path("actor").asString()))
                .containsExactly("shop:shop", "finance:finance", "finance:fay");
        assertThat(shown.path("history").valueStream().map(one -> one.path("actor").asString()))
                .contains("shop:shop", "engine");
    }

    /// Asks until it is told to wait; far more often than it may. Asks until it is told that it
    /// asks too often; by the next time it may be let in again.
    private static Answer limited(String key) throws Exception {
        var answer = SHOP.send(key, "GET", CASES, "");
        for (var i = 0; i < 200 && answer.status() != 429; i++) {
            answer = SHOP.send(key, "GET", CASES, "");
        }
        assertThat(answer.verdict()).isEqualTo("429 too_many_requests");
        return answer;
    }

    private static int status(String key) throws Exception {
        return SHOP.send(key, "GET", CASES, "").status();
    }

    private static double refused() throws Exception {
        return SHOP.send("", "GET", "/actuator/prometheus", "")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("consign_api_keys_refused_total{"))
                .filter(line -> line.contains("unknown"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private long said(String words) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getFormattedMessage().contains(words))
                .count();
    }

    private String text() {
        return List.copyOf(lines.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList()
                .toString();
    }
}
