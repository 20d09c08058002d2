package dev.consign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.testbed.Main;
import dev.consign.testkit.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line as a process, against answers written down from the interface.
class CommandLineTest {
    private static final String RUNS = "POST /api/reconciliations";
    private static final String RUN = "GET /api/reconciliations/U1";

    @TempDir Path directory;
    private FakeProcessor processor;

    record Result(int code, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        processor = new FakeProcessor();
    }

    @AfterEach
    void stop() {
        processor.close();
    }

    @Test
    void a_list_is_a_table_of_what_is_open_and_the_filter_reaches_the_processor() throws Exception {
        processor.on(
                "GET /api/dead-letters?cause=UNDECODABLE&orderNo=A%201&status=OPEN", letters(1));
        var result = run("dlq", "list", "--cause", "UNDECODABLE", "--order", "A 1");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out().lines()).hasSize(2);
        assertThat(result.out()).contains("VERDICT").contains("BLOCKED");
        assertThat(processor.asked)
                .containsExactly(
                        "GET /api/dead-letters?cause=UNDECODABLE&orderNo=A%201&status=OPEN Bearer key-1");
    }

    @Test
    void a_list_of_letters_says_when_there_are_more_and_how_to_see_them() throws Exception {
        processor
                .on("GET /api/dead-letters?queue=q&status=DISCARDED&after=7", letters(200))
                .on(
                        "GET /api/dead-letters/groups",
                        """
                        [{"queue":"q","cause":"A","status":"DISCARDED","count":500},
                         {"queue":"q","cause":"B","status":"DISCARDED","count":12},
                         {"queue":"q","cause":"A","status":"OPEN","count":3},
                         {"queue":"r","cause":"A","status":"DISCARDED","count":4}]
                        """)
                .on("GET /api/dead-letters", "{\"items\":[],\"next\":null}");
        var more = run("dlq", "list", "--queue", "q", "--status", "discarded", "--after", "7");
        assertThat(more.out().lines().toList())
                .hasSize(203)
                .last()
                .isEqualTo(
                        "200 of 512 shown; ./consign dlq list --queue q --status discarded --after 200 for more");
        assertThat(run("dlq", "list", "--status", "all").out().strip())
                .isEqualTo("No dead letters.");
    }

    @Test
    void a_refusal_is_one_sentence_with_its_code_and_exit_code_1() throws Exception {
        processor.on(
                "POST /api/dead-letters/8/requeue",
                409,
                """
                {"title":"Conflict","status":409,"code":"already_requeued",
                 "detail":"Letter 8 was requeued before."}
                """);
        var result = run("dlq", "requeue", "8", "--reason", "stock is back");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().strip())
                .isEqualTo("already_requeued: Letter 8 was requeued before. (HTTP 409)");
    }

    @Test
    void wrong_use_is_exit_code_2_and_nobody_is_asked() throws Exception {
        for (var wrong :
                List.of(
                        List.of("recon", "run", "sandbox", "2026-02-30"),
                        List.of("recon", "run", "sandbox"),
                        List.of("recon", "run", "sandbox", "2026-11-20", "--file", "nowhere.csv"),
                        List.of("recon"),
                        List.of("dlq", "list", "--status", "lost"),
                        List.of("order", "show", "O1", "--yaml"))) {
            var result = run(wrong.toArray(String[]::new));
            assertThat(result.code()).as("%s", result).isEqualTo(2);
            assertThat(result.err()).isNotBlank().doesNotContain("Exception", "java.");
        }
        assertThat(processor.asked).isEmpty();
        processor.on(RUNS, 400, "{\"code\":\"invalid_request\",\"detail\":\"gateway must be\"}");
        assertThat(run("recon", "run", "!", "2026-11-20").code()).isEqualTo(2);
    }

    @Test
    void nobody_there_is_exit_code_3() throws Exception {
        processor.close();
        var result = run("order", "show", "O1");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err().strip()).isEqualTo("Nobody answers at " + processor.url() + ".");
        processor = new FakeProcessor();
    }

    @Test
    void a_run_says_how_far_it_is_and_ends_with_a_report_that_people_can_read() throws Exception {
        processor
                .on(RUNS, 202, "{\"runId\":\"U1\"}")
                .on(RUN, going("REQUESTED", "null", 0, 0))
                .on(RUN, going("FETCHING", "null", 0, 0))
                .on(RUN, going("READING", "2000000", 1_000_000, 0))
                .on(RUN, going("MATCHING", "2000000", 2_000_000, 20_000))
                .on(RUN, going("MATCHING", "2000000", 2_000_000, 25_000))
                .on(RUN, going("MATCHING", "2000000", 2_000_000, 1_500_000))
                .on(RUN, done("{\"AMOUNT_DIFFERS\":2,\"REPEATED_LINE\":0,\"UNKNOWN_PAYMENT\":1}"))
                .on(RUN + "/breaks", "{\"breaks\":[" + difference("OPEN") + "],\"next\":null}")
                .on(
                        RUN + "/breaks?status=OPEN",
                        "{\"breaks\":[" + difference("OPEN") + "],\"next\":null}");
        var result = run("recon", "run", "sandbox", "2026-11-20");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out().lines().takeWhile(line -> !line.isEmpty()).toList())
                .startsWith(
                        "run U1",
                        "waiting for the reconciler",
                        "getting the file",
                        "storing the file: 1,000,000 of 2,000,000 lines, 50 %",
                        "comparing with our books: 20,000 of 2,000,000 lines, 1 %",
                        "comparing with our books: 1,500,000 of 2,000,000 lines, 75 %");
        assertThat(result.out())
                .contains("AMOUNT_DIFFERS   2      CNY 10.00, JPY 5")
                .contains("UNKNOWN_PAYMENT  1      KWD 1.000")
                .contains("CNY 270.00", "CNY -15.00")
                .doesNotContain("REPEATED_LINE", "{", "\"", "minor", "E+", "\u001b");
    }

    @Test
    void json_is_the_answer_and_nothing_else() throws Exception {
        processor
                .on(RUNS, 202, "{\"runId\":\"U1\"}")
                .on(RUN, going("MATCHING", "20", 20, 5))
                .on(RUN, done("{}"))
                .on(RUN + "/breaks?status=OPEN", "{\"breaks\":[],\"next\":null}");
        var result = run("recon", "run", "sandbox", "2026-11-20", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("{").contains("\"DONE\"").doesNotContain("lines,");
    }

    @Test
    void a_report_without_open_differences_is_exit_code_0_and_says_how_to_see_the_rest()
            throws Exception {
        var breaks =
                IntStream.rangeClosed(1, 300)
                        .mapToObj(i -> difference("SUBMITTED").replace("B1", "B" + i))
                        .collect(Collectors.joining(","));
        processor
                .on(RUN, done("{\"AMOUNT_DIFFERS\":512}"))
                .on(RUN + "/breaks", "{\"breaks\":[" + breaks + "],\"next\":\"B300\"}")
                .on(RUN + "/breaks?status=OPEN", "{\"breaks\":[],\"next\":null}");
        var result = run("recon", "show", "U1");
        assertThat(result.code()).isZero();
        assertThat(result.out().strip())
                .endsWith("200 of 512 shown; ./consign recon show U1 --after B200 for more");
    }

    @Test
    void a_run_that_failed_says_why_and_is_exit_code_1() throws Exception {
        processor
                .on(
                        RUN,
                        done("{}")
                                .replace("\"DONE\"", "\"FAILED\"")
                                .replace(
                                        "\"why\":null",
                                        "\"why\":\"Line 2, column 4 (transactionId): was rewritten.\""))
                .on(RUN + "/breaks", "{\"breaks\":[],\"next\":null}")
                .on(RUN + "/breaks?status=OPEN", "{\"breaks\":[],\"next\":null}");
        var result = run("recon", "show", "U1");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("FAILED", "Line 2, column 4 (transactionId)");
    }

    @Test
    void an_order_is_shown_with_its_refunds_cases_disputes_and_transactions() throws Exception {
        processor.on(
                "GET /api/orders/O1",
                """
                {"orderNo":"O1","status":"COMPLETED","amount":{"currency":"CNY","minor":90000},"buyerId":"b",
                 "openCases":[{"caseId":"K7","kind":"UNEXPECTED_REFUND","paymentNo":"P1","since":"2026-11-20T10:00:00Z"}],
                 "payments":[{"paymentNo":"P1","status":"PAID","gateway":"sandbox","transactionId":"t-42",
                   "amount":{"currency":"CNY","minor":90000},"collected":{"currency":"CNY","minor":89900},
                   "unallocated":{"currency":"CNY","minor":5}}],
                 "refunds":[{"refundNo":"R1","gatewayRefundNo":"re_42","paymentNo":"P1","status":"SUCCEEDED",
                   "amount":{"currency":"CNY","minor":20000},"reason":"broken\\u001b[31m\\u202e"}],
                 "disputes":[{"disputeNo":"dp_1","paymentNo":"P1","status":"OPENED",
                   "amount":{"currency":"CNY","minor":7},"openedAt":"2026-11-21T10:00:00Z"}],
                 "deliveries":[{"units":100}],"history":[]}
                """);
        var result = run("order", "show", "O1");
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("K7", "UNEXPECTED_REFUND", "t-42", "CNY 899.00", "CNY 0.05")
                .contains("re_42", "CNY 200.00", "dp_1", "OPENED", "CNY 0.07", "CNY 900.00")
                .doesNotContain("FROM", "\u001b", "\u202e", "{");
    }

    @Test
    void orders_are_found_by_what_a_buyer_has_in_hand_and_the_list_goes_on() throws Exception {
        processor.on(
                "GET /api/orders?buyerId=ann&transactionId=t%201&amount=27000&from=2026-11-20",
                """
                {"items":[{"orderNo":"O1","status":"COMPLETED","buyerId":"ann","itemId":"I1","quantity":2,
                           "amount":{"currency":"CNY","minor":27000},"createdAt":"2026-11-20T10:00:00Z"}],"next":"O1"}
                """);
        var result =
                run(
                        "order",
                        "find",
                        "--buyer",
                        "ann",
                        "--transaction",
                        "t 1",
                        "--amount",
                        "27000",
                        "--from",
                        "2026-11-20");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("CNY 270.00", "1 shown; ./consign order find --buyer ann")
                .contains(
                        "--transaction 't 1' --amount 27000 --from 2026-11-20 --after O1 for more");
        processor.on("GET /api/orders", "{\"items\":[],\"next\":null}");
        assertThat(run("order", "find").out().strip()).isEqualTo("No such orders.");
    }

    @Test
    void an_order_of_which_little_is_known_is_shown_all_the_same() throws Exception {
        processor.on("GET /api/orders/O1", "{\"orderNo\":\"O1\",\"status\":\"EXPIRED\"}");
        var result = run("order", "show", "O1");
        assertThat(result.code()).isZero();
        assertThat(result.out().lines()).hasSize(2);
    }

    @Test
    void card_keys_are_encrypted_anew_until_nothing_is_left() throws Exception {
        processor
                .on(
                        "GET /api/card-keys/secrets",
                        """
                        {"current":"bb","secrets":[{"secret":"bb","cardKeys":5,"webhooks":0},
                                                   {"secret":"aa","cardKeys":1200,"webhooks":3}]}
                        """)
                .on(
                        "POST /api/card-keys/rotate",
                        "{\"current\":\"bb\",\"resealed\":1000,\"done\":false}")
                .on(
                        "POST /api/card-keys/rotate",
                        "{\"current\":\"bb\",\"resealed\":203,\"done\":true}");
        var result = run("card-keys", "rotate", "--reason", "old");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("1,000 of 1,203", "1,203 encrypted anew", "nothing is left", "bb");
        assertThat(processor.asked).hasSize(3);
        assertThat(run("card-keys", "rotate").code()).isEqualTo(2);
        assertThat(run("card-keys", "secrets").out().lines()).hasSize(3);
    }

    private static String letters(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i ->
                        """
                        {"letterId":"%d","status":"OPEN","cause":"UNDECODABLE","queue":"q","attempts":1,
                         "lastFailedAt":"2026-11-20T10:00:00Z","verdict":"BLOCKED","orderNo":null}
                        """
                                .formatted(i))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String going(String status, String lines, long read, long compared) {
        return """
        {"runId":"U1","status":"%s","endedAt":null,"why":null,
         "progress":{"lines":%s,"linesRead":%d,"linesCompared":%d,"linesMatched":0}}
        """
                .formatted(status, lines, read, compared);
    }

    private static String done(String counts) {
        return """
        {"runId":"U1","gateway":"sandbox","businessDate":"2026-11-20","origin":"FETCHED","status":"DONE","why":null,
         "endedAt":"2026-11-21T09:00:00Z","progress":{"lines":2000000,"linesRead":2000000,"linesMatched":1999997},
         "counts":%s,
         "money":{"AMOUNT_DIFFERS":[{"currency":"CNY","minor":1000},{"currency":"JPY","minor":5}],
                  "REPEATED_LINE":[],"UNKNOWN_PAYMENT":[{"currency":"KWD","minor":1000}]}}
        """
                .formatted(counts);
    }

    private static String difference(String status) {
        return """
        {"breakId":"B1","type":"AMOUNT_DIFFERS","status":"%s","paymentNo":"P1","refundNo":null,"transactionId":"t1",
         "line":3,"amount":{"currency":"CNY","minor":27000},"there":{"currency":"CNY","minor":-1500},"here":null,
         "why":"The gateway says another amount."}
        """
                .formatted(status);
    }

    private Result run(String... arguments) throws Exception {
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        var builder =
                new ProcessBuilder(JavaCommand.main(64, List.of(), Main.class, arguments))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("CONSIGN_URL", processor.url());
        builder.environment().put("CONSIGN_API_KEY", "key-1");
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
