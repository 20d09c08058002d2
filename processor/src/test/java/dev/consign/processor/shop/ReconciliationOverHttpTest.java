package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.processor.shop.ShopServer.Answer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Runs as finance asks for them and reads them; nobody works on them here.
class ReconciliationOverHttpTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final String PATH = "/api/reconciliations";
    private static final String GOOD = "{\"gateway\":\"sandbox\",\"businessDate\":\"2026-01-02\"}";

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void the_same_request_twice_is_one_run() throws Exception {
        var before = count("SELECT COUNT(*) FROM recon_run");
        var first = post("k-1", GOOD);
        var second = post("k-1", GOOD);
        assertThat(first.verdict()).isEqualTo("202");
        assertThat(second.response().body()).isEqualTo(first.response().body());
        assertThat(second.response().headers().firstValue("Idempotency-Replayed")).isPresent();
        assertThat(count("SELECT COUNT(*) FROM recon_run")).isEqualTo(before + 1);
        assertThat(post("k-1", GOOD.replace("01-02", "01-03")).verdict())
                .isEqualTo("422 idempotency_key_reused");
    }

    /// A run that failed is nobody's answer: then it is asked for once more.
    @Test
    void without_a_key_a_run_under_way_is_the_one_that_is_meant() throws Exception {
        var day = GOOD.replace("01-02", "01-04");
        var first = SHOP.send("finance", "POST", PATH, day);
        assertThat(first.verdict()).isEqualTo("202");
        assertThat(SHOP.send("finance", "POST", PATH, day).text("runId"))
                .isEqualTo(first.text("runId"));
        assertThat(SHOP.send("finance", "POST", PATH, GOOD.replace("01-02", "01-07")).text("runId"))
                .isNotEqualTo(first.text("runId"));
        assertThat(post("k-once-more", day).text("runId")).isNotEqualTo(first.text("runId"));
        ShopServer.DATABASE
                .sql()
                .sql(
                        """
                        UPDATE recon_run SET status = 'FAILED', failure = 'TEST', due_at = NULL, ended_at = requested_at
                         WHERE business_date = '2026-01-04'
                        """)
                .update();
        assertThat(SHOP.send("finance", "POST", PATH, day).text("runId"))
                .isNotEqualTo(first.text("runId"));
    }

    @Test
    void wrong_input_is_named() throws Exception {
        var tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
        assertThat(post("k-2", GOOD.replace("2026-01-02", tomorrow)).verdict())
                .isEqualTo("400 business_date_out_of_range");
        assertThat(post("k-3", GOOD.replace("2026-01-02", "2026-02-30")).verdict())
                .isEqualTo("400 invalid_request");
        assertThat(post("k-4", GOOD.replace("sandbox", "nowhere")).verdict())
                .isEqualTo("404 not_found");
        assertThat(post("k-5", "{}").verdict()).isEqualTo("400 invalid_request");
        assertThat(get(PATH + "/N0000000000000000").verdict()).isEqualTo("404 not_found");
    }

    @Test
    void a_run_is_shown_while_it_waits_and_its_report_when_it_is_done() throws Exception {
        var run = post("k-6", GOOD.replace("01-02", "01-05")).text("runId");
        var waiting = get(PATH + "/" + run).json();
        assertThat(waiting.path("status").asString()).isEqualTo("REQUESTED");
        assertThat(waiting.at("/progress/linesRead").asInt(-1)).isZero();
        assertThat(waiting.at("/counts/AMOUNT_DIFFERS").asInt(-1)).isZero();

        var sql = ShopServer.DATABASE.sql();
        sql.sql(
                        """
                        INSERT INTO recon_break (break_id, gateway, business_date, type, reference, status, for_engine, payment_no,
                                                 currency, amount_minor, why, first_run_id, last_run_id, found_at, changed_at)
                        VALUES ('B1', 'sandbox', '2026-01-05', 'UNKNOWN_PAYMENT', 't', 'OPEN', 0, 'P', 'CNY', 7, 'why', ?, ?, NOW(), NOW()),
                               ('B2', 'sandbox', '2026-01-05', 'REPEATED_LINE', 't', 'GONE', 0, 'P', 'CNY', 8, 'why', ?, ?, NOW(), NOW())
                        """)
                .params(run, run, run, run)
                .update();
        sql.sql("INSERT INTO recon_run_break VALUES (?, 'B1'), (?, 'B2')")
                .params(run, run)
                .update();
        sql.sql("INSERT INTO recon_run_total VALUES (?, 'UNKNOWN_PAYMENT', 'CNY', 1, 7)")
                .param(run)
                .update();
        var done = get(PATH + "?gateway=sandbox&businessDate=2026-01-05").json().path("items");
        assertThat(done.size()).isEqualTo(1);
        assertThat(done.at("/0/counts/UNKNOWN_PAYMENT").asInt()).isEqualTo(1);
        assertThat(done.at("/0/money/UNKNOWN_PAYMENT/0/minor").asInt()).isEqualTo(7);

        var breaks = get(PATH + "/" + run + "/breaks").json().path("items");
        assertThat(breaks.size()).isEqualTo(2);
        var one = get(PATH + "/" + run + "/breaks?type=REPEATED_LINE&status=GONE").json();
        assertThat(one.at("/items/0/breakId").asString().strip()).isEqualTo("B2");
        assertThat(get(PATH + "/" + run + "/breaks?type=X").verdict())
                .isEqualTo("400 invalid_request");
    }

    @Test
    void a_file_larger_than_a_request_may_be_is_kept_in_parts_for_its_run() throws Exception {
        var file = "x".repeat(3 << 20);
        var answer = upload("k-7", file);
        assertThat(answer.verdict()).isEqualTo("202");
        var run = answer.text("runId");
        assertThat(
                        count(
                                "SELECT SUM(LENGTH(bytes)) FROM recon_upload WHERE run_id = '%s'"
                                        .formatted(run)))
                .isEqualTo(file.length());
        assertThat(get(PATH + "/" + run).json().path("origin").asString()).isEqualTo("UPLOADED");
        assertThat(upload("k-7", file).text("runId")).isEqualTo(run);
        assertThat(upload("k-7", file + "x").verdict()).isEqualTo("422 idempotency_key_reused");
        assertThat(count("SELECT COUNT(*) FROM recon_upload")).isEqualTo(3);
        assertThat(upload("k-8", "").verdict()).isEqualTo("400 invalid_request");
    }

    private static Answer upload(String key, String file) throws Exception {
        var form = new StringBuilder();
        for (var field : new String[] {"gateway=sandbox", "businessDate=2026-01-06"}) {
            var pair = field.split("=", 2);
            form.append(
                    "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                            .formatted(pair[0], pair[1]));
        }
        form.append(
                        "--b\r\nContent-Disposition: form-data; name=\"statement\"; filename=\"s.csv\"\r\n")
                .append("Content-Type: text/csv\r\n\r\n")
                .append(file)
                .append("\r\n--b--\r\n");
        return SHOP.send(
                "finance",
                "POST",
                PATH,
                form.toString(),
                "Idempotency-Key",
                key,
                "Content-Type",
                "multipart/form-data; boundary=b");
    }

    private static Answer post(String key, String body) throws Exception {
        return SHOP.send("finance", "POST", PATH, body, "Idempotency-Key", key);
    }

    private static Answer get(String path) throws Exception {
        return SHOP.send("finance", "GET", path, "");
    }

    private static long count(String query) {
        return ShopServer.DATABASE.count(query);
    }
}
