package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.processor.shop.ShopServer.Answer;
import dev.consign.sql.Utc;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Finance and ops read who did what.
class AuditOverHttpTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @BeforeEach
    void empty() {
        ShopServer.DATABASE.sql().sql("DELETE FROM audit").update();
    }

    @Test
    void a_line_is_shown_as_it_was_written() throws Exception {
        SHOP.item("CARD_KEY");
        var all = items(audit(""));
        assertThat(all).hasSize(2);
        var line = audit("").json().at("/items/1");
        assertThat(line.path("auditId").asString()).startsWith("A");
        assertThat(line.path("actor").asString()).matches("shop:[a-z0-9._-]+");
        assertThat(line.path("action").asString()).isEqualTo("CONSIGNOR_ADD");
        assertThat(line.path("subject").asString()).startsWith("C");
        assertThat(line.path("reason").asString()).contains("500 basis points");
        assertThat(Instant.parse(line.path("at").asString()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(audit("").json().path("next").isNull()).isTrue();
    }

    @Test
    void lines_are_found_by_subject_actor_and_time() throws Exception {
        plant(0, "finance:1", "O1");
        plant(1, "support:1", "O1");
        plant(2, "finance:1", "O2");
        assertThat(items(audit("?subject=O1"))).containsExactly("support:1 O1", "finance:1 O1");
        assertThat(items(audit("?actor=finance:1")))
                .containsExactly("finance:1 O2", "finance:1 O1");
        assertThat(items(audit("?actor=finance:1&subject=O1"))).containsExactly("finance:1 O1");
        assertThat(items(audit("?actor=finance"))).isEmpty();
        assertThat(items(audit("?from=2026-03-02")))
                .containsExactly("finance:1 O2", "support:1 O1");
        assertThat(items(audit("?to=2026-03-01"))).containsExactly("finance:1 O1");
        assertThat(items(audit("?from=2026-03-02&to=2026-03-02"))).containsExactly("support:1 O1");
        assertThat(items(audit("?from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z")))
                .containsExactly("support:1 O1");
        assertThat(items(audit("?from=2026-03-02T08:00:00%2B08:00"))).hasSize(2);
        assertThat(items(audit("?from=2026-03-02T00:00:00.001Z"))).containsExactly("finance:1 O2");
    }

    @Test
    void pages_follow_each_other_without_a_gap() throws Exception {
        for (var i = 0; i < 450; i++) {
            plant(0, "finance:1", "O" + i);
        }
        var seen = new ArrayList<String>();
        var after = "";
        for (var page = 0; page < 3; page++) {
            var answer = audit("?actor=finance:1" + after);
            seen.addAll(items(answer));
            after = "&after=" + answer.text("next");
        }
        assertThat(seen).hasSize(450).doesNotHaveDuplicates();
        assertThat(seen.getFirst()).isEqualTo("finance:1 O449");
        assertThat(items(audit("?actor=finance:1&after=A0000000000000000"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ?after=,                                  400 bad_cursor
                    ?after=K0000000000000001,                 400 bad_cursor
                    ?after=A1,                                400 bad_cursor
                    ?after=A000000000000000i,                 400 bad_cursor
                    ?after=A0000000000000000'--,              400 bad_cursor
                    ?from=yesterday,                          400 invalid_request
                    ?from=,                                   400 invalid_request
                    ?to=2026-02-30,                           400 invalid_request
                    ?from=1970-01-01,                         400 invalid_request
                    ?to=9999-12-31,                           400 invalid_request
                    ?from=2026-03-02T00:00:00,                400 invalid_request
                    ?from=2026-03-02T00:00:00Z&to=2026-03-01, 400 invalid_request
                    ?subject=,                                400 invalid_request
                    ?actor=,                                  400 invalid_request
                    ?subject=%C3%A9,                          400 invalid_request
                    ?actor=a%00b,                             400 invalid_request
                    ?before=A0000000000000001,                400 unknown_parameter
                    ?subjekt=O1,                              400 unknown_parameter
                    ?actor=a&actor=b,                         400 repeated_parameter
                    """)
    void an_odd_question_is_refused(String query, String verdict) throws Exception {
        assertThat(audit(query).verdict()).isEqualTo(verdict);
        assertThat(audit("?subject=" + "x".repeat(97)).verdict()).isEqualTo("400 invalid_request");
    }

    @Test
    void finance_and_ops_read_it_and_nobody_writes_it() throws Exception {
        assertThat(SHOP.send("ops", "GET", "/api/audit", "").status()).isEqualTo(200);
        for (var role : List.of("shop", "support")) {
            assertThat(SHOP.send(role, "GET", "/api/audit", "").verdict())
                    .isEqualTo("403 forbidden");
        }
        for (var method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            assertThat(SHOP.send("finance", method, "/api/audit", "{}").status()).isEqualTo(405);
        }
        assertThat(
                        SHOP.send("", "GET", "/v3/api-docs", "")
                                .json()
                                .at("/paths/~1api~1audit/get")
                                .isMissingNode())
                .isFalse();
    }

    private static Answer audit(String query) throws Exception {
        return SHOP.send("finance", "GET", "/api/audit" + query, "");
    }

    private static List<String> items(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        Stream<String> lines =
                answer.json()
                        .path("items")
                        .valueStream()
                        .map(one ->
                                one.path("actor").asString()
                                        + " "
                                        + one.path("subject").asString());
        return lines.toList();
    }

    /// As it would have been written then.
    private static void plant(int day, String actor, String subject) {
        var at = BEGIN.plus(Duration.ofDays(day));
        var nth = ShopServer.DATABASE.count("SELECT COUNT(*) FROM audit");
        ShopServer.DATABASE
                .sql()
                .sql(
                        "INSERT INTO audit (audit_id, at, actor, action, subject, reason) VALUES (?, ?, ?, 'TEST', ?, 'a test')")
                .param(
                        IdSource.secure(InstantSource.fixed(at.plusMillis(nth)))
                                .next(NumberPrefix.AUDIT_ENTRY))
                .param(Utc.column(at))
                .param(actor)
                .param(subject)
                .update();
    }
}
