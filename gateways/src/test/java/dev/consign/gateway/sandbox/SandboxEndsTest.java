package dev.consign.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.gateway.CloseAnswer;
import dev.consign.gateway.RefundAnswer;
import dev.consign.gateway.RefundRequest;
import dev.consign.gateway.StatementAnswer;
import dev.consign.gateway.sandbox.OneAnswer.Ending;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What close, refund and statement answers are taken for.
class SandboxEndsTest {
    private static final PaymentNo NO = new PaymentNo("P0123456789ABCDEF");
    private static final Money PRICE = Money.of("CNY", 27_000);
    private static final RefundRequest REFUND =
            new RefundRequest(
                    NO,
                    new TransactionId("sbx_1"),
                    new RefundNo("R0123456789ABCDEF"),
                    PRICE,
                    "second payment");
    private static final String CLOSED =
            """
            {"paymentNo":"P0123456789ABCDEF","status":"CLOSED",\
            "amount":{"currency":"CNY","minor":27000},"refunds":[]}\
            """;
    private static final String PAID =
            CLOSED.replace("\"CLOSED\"", "\"PAID\",\"transactionId\":\"sbx_1\"");
    private static final String REFUNDED =
            """
            {"refundNo":"R0123456789ABCDEF","paymentNo":"P0123456789ABCDEF","status":"REFUNDED",\
            "amount":{"currency":"CNY","minor":27000},"transactionId":"sbx_2",\
            "refundedAt":"2026-11-20T09:59:00Z"}\
            """;
    private static final LocalDate DAY = LocalDate.parse("2026-11-19");

    @TempDir Path directory;

    private OneAnswer there;

    @BeforeEach
    void start() throws IOException {
        there = new OneAnswer();
    }

    @AfterEach
    void stop() {
        there.close();
    }

    @Test
    void a_payment_is_closed_with_the_amount_it_was_to_collect() {
        there.body = CLOSED;
        assertThat(close())
                .isInstanceOfSatisfying(
                        CloseAnswer.Known.class,
                        known -> {
                            assertThat(known.fact().kind()).isEqualTo(FactKind.CLOSED);
                            assertThat(known.fact().source()).isEqualTo(FactSource.QUERY);
                            assertThat(known.fact().money()).isEqualTo(PRICE);
                        });
        assertThat(there.heard)
                .startsWith("POST /payments/P0123456789ABCDEF/close {\"amount\":")
                .contains("\"minor\":27000", "\"currency\":\"CNY\"");
    }

    @Test
    void money_that_came_first_is_told_instead_of_closing() {
        there.status = 409;
        there.body = PAID;
        assertThat(close())
                .isInstanceOfSatisfying(
                        CloseAnswer.Known.class,
                        known -> assertThat(known.fact().kind()).isEqualTo(FactKind.PAID));
    }

    @ParameterizedTest
    @CsvSource({"200,PENDING", "200,PAID", "409,CLOSED", "409,PENDING", "409,FAILED"})
    void a_status_and_a_word_that_contradict_each_other_close_nothing(int status, String word) {
        there.status = status;
        there.body = PAID.replace("\"PAID\"", "\"" + word + "\"");
        assertThat(close()).isInstanceOf(CloseAnswer.Unclear.class);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {201, 202, 204, 302, 400, 401, 403, 405, 408, 410, 422, 429, 500, 502, 503, 504})
    void any_other_status_closes_nothing(int status) {
        there.status = status;
        there.body = CLOSED;
        assertThat(close()).isInstanceOf(CloseAnswer.Unclear.class);
    }

    @Test
    void what_was_never_there_is_not_closed() {
        there.status = 404;
        assertThat(close()).isEqualTo(new CloseAnswer.NotFound());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201})
    void a_refund_that_was_made_is_a_fact_with_our_number_and_amount(int status) {
        there.status = status;
        there.body = REFUNDED;
        assertThat(refund())
                .isInstanceOfSatisfying(
                        RefundAnswer.Refunded.class,
                        refunded -> {
                            var fact = refunded.fact();
                            assertThat(fact.kind()).isEqualTo(FactKind.REFUNDED);
                            assertThat(fact.refundNo()).isEqualTo(REFUND.refundNo().value());
                            assertThat(fact.money()).isEqualTo(PRICE);
                            assertThat(fact.transactionId()).isEqualTo(new TransactionId("sbx_2"));
                            assertThat(fact.source()).isEqualTo(FactSource.QUERY);
                            assertThat(fact.occurredAt()).isEqualTo("2026-11-20T09:59:00Z");
                        });
        assertThat(there.heard)
                .startsWith("POST /payments/P0123456789ABCDEF/refunds ")
                .contains(
                        "\"refundNo\":\"R0123456789ABCDEF\"",
                        "\"transactionId\":\"sbx_1\"",
                        "\"reason\":\"second payment\"");
    }

    @Test
    void a_refund_that_will_be_made_is_accepted() {
        there.status = 202;
        there.body = REFUNDED.replace("\"REFUNDED\"", "\"ACCEPTED\"");
        assertThat(refund()).isInstanceOf(RefundAnswer.Accepted.class);
    }

    @Test
    void a_refund_that_the_bank_did_not_take_is_refused_nothing_has_gone_back() {
        there.status = 200;
        there.body = REFUNDED.replace("\"REFUNDED\"", "\"FAILED\"");
        assertThat(refund()).isInstanceOf(RefundAnswer.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void only_a_definite_no_is_a_refusal_and_says_why(int status) {
        there.status = status;
        there.body = "{\"code\":\"too_much\",\"message\":\"only 1\"}";
        assertThat(refund())
                .isEqualTo(
                        new RefundAnswer.Refused("the gateway answered " + status + ": too_much"));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 401, 403, 404, 405, 408, 409, 410, 429, 500, 502, 503, 504})
    void any_other_status_leaves_a_refund_unclear(int status) {
        there.status = status;
        there.body = REFUNDED;
        assertThat(refund()).isInstanceOf(RefundAnswer.Unclear.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    200 | R0123456789ABCDEF | R0              | another refund
                    200 | P0123456789ABCDEF | P0              | another refund
                    200 | "REFUNDED"        | "ACCEPTED"      | status is none
                    201 | "REFUNDED"        | "FAILED"        | status is none
                    202 | "REFUNDED"        | "FAILED"        | status is none
                    200 | "REFUNDED"        | "RETURNED"      | status is none
                    202 | "REFUNDED"        | "REFUNDED"      | status is none
                    200 | 27000             | 26999           | CNY 26999 instead of CNY 27000
                    200 | CNY               | USD             | USD 27000 instead of CNY 27000
                    200 | 27000             | 270.0           | is not a whole number
                    200 | "transactionId"   | "id"            | transactionId is missing
                    200 | "refundNo"        | "no"            | refundNo is missing
                    200 | {"refundNo"       | ["refundNo"     | not strict JSON
                    """)
    void a_refund_whose_answer_does_not_fit_is_unclear(
            int status, String text, String instead, String why) {
        there.status = status;
        there.body = REFUNDED.replace(text, instead);
        assertThat(refund())
                .isInstanceOfSatisfying(
                        RefundAnswer.Unclear.class,
                        unclear -> assertThat(unclear.why()).contains(why));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WHOLE")
    void silence_and_cuts_are_unclear_and_leave_no_half_statement(Ending ending) {
        there.ending = ending;
        there.body = CLOSED;
        assertThat(close()).isInstanceOf(CloseAnswer.Unclear.class);
        there.body = REFUNDED;
        assertThat(refund()).isInstanceOf(RefundAnswer.Unclear.class);
        there.type = "text/csv";
        there.body = "x".repeat(100_000);
        assertThat(statement()).isInstanceOf(StatementAnswer.Unclear.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_statement_is_a_file_and_replaces_an_older_longer_one() throws IOException {
        there.type = "text/csv; charset=utf-8";
        there.body = "x".repeat(OneAnswer.LARGEST_STATEMENT);
        assertThat(statement())
                .isEqualTo(new StatementAnswer.Fetched(file(), OneAnswer.LARGEST_STATEMENT));
        there.body = "a,b\n";
        assertThat(statement()).isEqualTo(new StatementAnswer.Fetched(file(), 4));
        assertThat(file()).hasContent("a,b\n");
        assertThat(there.heard).startsWith("GET /statements/2026-11-19.csv");
    }

    @Test
    void a_statement_over_the_limit_is_given_up_and_thrown_away() {
        there.type = "text/csv";
        there.body = "x".repeat(OneAnswer.LARGEST_STATEMENT + 1);
        assertThat(statement())
                .isEqualTo(new StatementAnswer.Unclear("the call broke: IOException"));
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    200 | text/html        | <html>                        | no CSV file
                    404 | application/json | {"code":"not_found"}          | answered 404
                    404 | text/html        | statement_not_ready           | answered 404
                    404 | text/csv         | {"code":"not_found"}          | answered 404
                    401 | application/json | {"code":"unauthorized"}       | api key (401)
                    500 | text/csv         | a,b                           | answered 500
                    206 | text/csv         | a,b                           | answered 206
                    """)
    void what_is_no_statement_leaves_no_file(int status, String type, String body, String why)
            throws IOException {
        Files.writeString(file(), "an older file");
        there.status = status;
        there.type = type;
        there.body = body;
        assertThat(statement())
                .isInstanceOfSatisfying(
                        StatementAnswer.Unclear.class,
                        unclear -> assertThat(unclear.why()).contains(why));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_statement_not_yet_made_is_no_failure() {
        there.status = 404;
        there.body = "{\"code\":\"statement_not_ready\",\"message\":\"tomorrow\"}";
        assertThat(statement()).isEqualTo(new StatementAnswer.NotReady());
    }

    @Test
    void a_file_that_cannot_be_written_is_unclear() {
        there.type = "text/csv";
        there.body = "a,b\n";
        var nowhere = directory.resolve("missing").resolve("statement.csv");
        assertThat(there.gateway.statement(DAY, nowhere))
                .isInstanceOf(StatementAnswer.Unclear.class);
    }

    private CloseAnswer close() {
        return there.gateway.close(NO, PRICE);
    }

    private RefundAnswer refund() {
        return there.gateway.refund(REFUND);
    }

    private StatementAnswer statement() {
        return there.gateway.statement(DAY, file());
    }

    private Path file() {
        return directory.resolve("statement.csv");
    }
}
