package dev.consign.processor.backoffice.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.codec.FactCodec;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.OrderProcessor;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.backoffice.deadletters.DeadLetterController.Reason;
import dev.consign.processor.backoffice.deadletters.stored.DeadLetterStatus;
import dev.consign.processor.backoffice.deadletters.verdict.Verdict;
import dev.consign.processor.backoffice.deadletters.verdict.Verdict.Code;
import dev.consign.processor.security.Caller;
import dev.consign.processor.security.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class DeadLetterActionsTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final Letters LETTERS = new Letters(PATH);
    private static final OrderProcessor PROCESSOR = PATH.processor();
    private static final Caller FINANCE = new Caller(Role.FINANCE, "1");

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void of_twenty_clicks_one_requeues_and_the_others_learn_it() throws Exception {
        var fact = paid();
        var id = keep(fact);
        List<Callable<String>> clicks = new ArrayList<>();
        for (var i = 0; i < 20; i++) {
            clicks.add(() -> code(() -> requeue(id)));
        }
        var answers = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            for (var answer : threads.invokeAll(clicks)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).containsOnlyOnce("done");
        assertThat(answers.stream().filter(answer -> !answer.equals("done")))
                .containsOnly("already_requeued");
        var sent =
                LETTERS.jdbc
                        .sql("SELECT * FROM outbox WHERE message_id = ?")
                        .param(fact.messageId().value())
                        .query()
                        .listOfRows();
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst())
                .containsEntry("duplicate_id", id + ":r1")
                .containsEntry("queue", Letters.CALLBACKS)
                .containsEntry("type", "PAYMENT_FACT")
                .containsEntry("body", FactCodec.encode(fact))
                .containsEntry(
                        "headers",
                        "{\"consign_requeued_from\":\"consign.payment.callback\","
                                + "\"consign_requeued_sent_by\":\"processor\",\"consign_test\":\"kept\"}");
        assertThat(PATH.count("SELECT COUNT(*) FROM audit WHERE subject = '%s'".formatted(id)))
                .isEqualTo(1);
    }

    @Test
    void a_requeued_letter_is_resolved_only_once_its_consumer_has_processed_it() {
        var fact = paid();
        var id = keep(fact);
        requeue(id);
        LETTERS.sweep.sweep();
        assertThat(LETTERS.status(id)).isEqualTo("REQUEUED");
        assertThat(PROCESSOR.process(List.of(fact)).getFirst().outcome())
                .isEqualTo(Outcome.APPLIED);
        LETTERS.sweep.sweep();
        assertThat(LETTERS.status(id)).isEqualTo("RESOLVED");
        assertThat(code(() -> requeue(id))).isEqualTo("already_resolved");
    }

    @Test
    void a_requeue_that_changes_nothing_is_resolved_by_the_duplicate_and_not_before() {
        var fact = paid();
        PROCESSOR.process(List.of(fact));
        var id = keep(fact);
        assertThat(LETTERS.verdict(id).code()).isEqualTo(Code.NO_OP);
        assertThat(LETTERS.verdict(id).why()).contains("APPLIED on 2");
        requeue(id);
        LETTERS.sweep.sweep();
        assertThat(LETTERS.status(id)).isEqualTo("REQUEUED");
        assertThat(PROCESSOR.process(List.of(fact)).getFirst().outcome())
                .isEqualTo(Outcome.DUPLICATE);
        LETTERS.sweep.sweep();
        assertThat(LETTERS.status(id)).isEqualTo("RESOLVED");
    }

    @Test
    void a_letter_that_fails_again_is_open_again_and_requeued_under_yet_another_duplicate_id() {
        var fact = paid();
        var id = keep(fact);
        requeue(id);
        LETTERS.keep(fact.messageId().value(), "CONSUMER_FAILED", FactCodec.encode(fact), "again");
        assertThat(LETTERS.status(id)).isEqualTo("OPEN");
        requeue(id);
        assertThat(
                        LETTERS.jdbc
                                .sql("SELECT duplicate_id FROM outbox WHERE message_id = ?")
                                .param(fact.messageId().value())
                                .query(String.class)
                                .list())
                .containsExactlyInAnyOrder(id + ":r1", id + ":r2");
    }

    @Test
    void a_fact_that_did_not_match_is_foretold_anew_once_its_payment_is_put_right() {
        var fact = paid();
        merchant(fact, "somebody-else");
        assertThat(PROCESSOR.process(List.of(fact)).getFirst().outcome())
                .isEqualTo(Outcome.MISMATCH);
        var id = keep(fact);
        assertThat(LETTERS.verdict(id).code()).isEqualTo(Code.NO_OP);
        merchant(fact, fact.merchant());
        assertThat(LETTERS.verdict(id).code()).isEqualTo(Code.WILL_APPLY);
        assertThat(PROCESSOR.process(List.of(fact)).getFirst().outcome())
                .isEqualTo(Outcome.APPLIED);
    }

    private static void merchant(PaymentFact fact, String merchant) {
        LETTERS.jdbc
                .sql("UPDATE payment SET merchant = ? WHERE payment_no = ?")
                .param(merchant)
                .param(fact.paymentNo().value())
                .update();
    }

    @Test
    void what_cannot_be_read_is_blocked_and_nothing_of_the_attempt_remains() {
        var id = LETTERS.keep("m-unreadable", "BAD_JSON", "{not json", "k1");
        assertThat(LETTERS.verdict(id).code()).isEqualTo(Code.BLOCKED);
        assertThat(code(() -> requeue(id))).isEqualTo("blocked");
        assertThat(LETTERS.status(id)).isEqualTo("OPEN");
        assertThat(PATH.count("SELECT COUNT(*) FROM outbox WHERE message_id = 'm-unreadable'"))
                .isZero();
        assertThat(PATH.count("SELECT requeues FROM dead_letter WHERE letter_id = '" + id + "'"))
                .isZero();
    }

    @Test
    void a_letter_older_than_the_memory_of_the_engine_is_not_sent_again() {
        var id = keep(paid());
        age(id, 366);
        assertThat(code(() -> requeue(id))).isEqualTo("too_old");
        assertThat(LETTERS.status(id)).isEqualTo("OPEN");
        age(id, 364);
        assertThat(code(() -> requeue(id))).isEqualTo("done");
    }

    private static void age(String letterId, int days) {
        LETTERS.jdbc
                .sql(
                        "UPDATE dead_letter SET first_failed_at = UTC_TIMESTAMP(3) - INTERVAL ? DAY WHERE letter_id = ?")
                .param(days)
                .param(letterId)
                .update();
    }

    @Test
    void a_discarded_letter_is_audited_and_cannot_be_sent() {
        var id = keep(paid());
        assertThat(LETTERS.controller.discard(id, new Reason(" spam "), FINANCE).status())
                .isEqualTo(DeadLetterStatus.DISCARDED);
        assertThat(code(() -> requeue(id))).isEqualTo("discarded");
        assertThat(
                        LETTERS.jdbc
                                .sql(
                                        "SELECT actor, action, reason, after_state FROM audit WHERE subject = ?")
                                .param(id)
                                .query()
                                .singleRow())
                .containsEntry("actor", "finance:1")
                .containsEntry("action", "DEAD_LETTER_DISCARD")
                .containsEntry("reason", "spam")
                .containsEntry("after_state", "DISCARDED");
    }

    @Test
    void a_reason_is_needed_and_an_unknown_letter_is_not_found() {
        var id = keep(paid());
        for (var reason : new String[] {"", "   ", "x".repeat(401)}) {
            assertThat(code(() -> LETTERS.controller.requeue(id, new Reason(reason), FINANCE)))
                    .isEqualTo("invalid_request");
        }
        assertThat(code(() -> LETTERS.controller.requeue(id, new Reason(null), FINANCE)))
                .isEqualTo("invalid_request");
        assertThat(code(() -> requeue("L0000000000000000"))).isEqualTo("not_found");
        assertThat(code(() -> LETTERS.controller.show("L0000000000000000"))).isEqualTo("not_found");
    }

    @Test
    void verdicts_say_what_the_engine_would_do() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var paid = order.fact(FactKind.PAID, FactSource.CALLBACK);
        assertThat(LETTERS.verdict(keep(paid)))
                .isEqualTo(
                        Verdict.willApply(
                                "the order is PROCESSING, the payment PENDING: paid and delivered"));
        var wrong = order.fact(FactKind.PAID, FactSource.CALLBACK, Money.of("CNY", 1), "t-wrong");
        assertThat(LETTERS.verdict(keep(wrong)).why())
                .contains("CNY 1 came instead of CNY 27001: it is booked, and held");
        var pending = order.fact(FactKind.PENDING, FactSource.CALLBACK);
        assertThat(LETTERS.verdict(keep(pending)).code()).isEqualTo(Code.NO_OP);
        PATH.sql()
                .sql("DELETE FROM payment WHERE payment_no = ?")
                .param(order.paymentNo().value())
                .update();
        var known = LETTERS.verdict(LETTERS.id(paid.messageId().value()));
        assertThat(known.code()).isEqualTo(Code.WILL_APPLY);
        assertThat(known.why()).contains("UNKNOWN_ORDER");
    }

    @Test
    void the_list_is_filtered_paged_and_masked() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var fact = order.fact(FactKind.PAID, FactSource.CALLBACK);
        var id = keep(fact);
        var found = list(order.orderNo().value(), "OPEN", null);
        assertThat(found).extracting(DeadLetterView::letterId).containsExactly(id);
        assertThat(found.getFirst().paymentNo()).isEqualTo(order.paymentNo().value());
        var card = LETTERS.keep("m-card", "BAD_JSON", "card 4111 1111 1111 1111", "k");
        assertThat(LETTERS.controller.show(card).body()).isEqualTo("card ************1111");
        var first = list(null, null, null).getFirst();
        assertThat(list(null, null, first.letterId()))
                .extracting(DeadLetterView::letterId)
                .doesNotContain(first.letterId())
                .contains(id);
        assertThat(LETTERS.controller.groups().items())
                .anyMatch(group -> group.cause().equals("BAD_JSON") && group.count() >= 1);
        assertThat(code(() -> list(null, "GONE", null))).isEqualTo("invalid_request");
    }

    @Test
    void the_same_failure_counts_once_and_another_one_more() {
        var fact = paid();
        var body = FactCodec.encode(fact);
        var id = LETTERS.keep(fact.messageId().value(), "CONSUMER_FAILED", body, "first");
        LETTERS.keep(fact.messageId().value(), "CONSUMER_FAILED", body, "first");
        assertThat(LETTERS.controller.show(id).letter().attempts()).isEqualTo(1);
        LETTERS.keep(fact.messageId().value(), "INVARIANT_VIOLATION", body, "second");
        assertThat(LETTERS.controller.show(id).letter().attempts()).isEqualTo(2);
        assertThat(LETTERS.controller.show(id).letter().cause()).isEqualTo("INVARIANT_VIOLATION");
    }

    @Test
    void two_facts_under_one_message_id_are_two_letters_and_both_can_be_sent() {
        var right = paid();
        var messageId = right.messageId().value();
        var body = FactCodec.encode(right);
        LETTERS.keep(messageId, "CONSUMER_FAILED", body, "first");
        LETTERS.rows.keep(
                Letters.letter(Letters.CALLBACKS, messageId, "BAD_JSON", "{junk", "second"));
        LETTERS.rows.keep(
                Letters.letter(
                        Letters.CALLBACKS, messageId, "CONSUMER_FAILED", body + " ", "third"));
        assertThat(
                        LETTERS.jdbc
                                .sql(
                                        "SELECT CONVERT(body USING utf8mb4) FROM dead_letter WHERE message_id = ?")
                                .param(messageId)
                                .query(String.class)
                                .list())
                .containsExactlyInAnyOrder(body, "{junk", body + " ");
        LETTERS.jdbc
                .sql(
                        "SELECT letter_id FROM dead_letter WHERE message_id = ? AND cause = 'CONSUMER_FAILED'")
                .param(messageId)
                .query(String.class)
                .list()
                .forEach(DeadLetterActionsTest.this::requeue);
        assertThat(
                        LETTERS.jdbc
                                .sql(
                                        "SELECT COUNT(DISTINCT duplicate_id) FROM outbox WHERE message_id = ?")
                                .param(messageId)
                                .query(Integer.class)
                                .single())
                .isEqualTo(2);
    }

    private PaymentFact paid() {
        return PATH.orders(1, ItemKind.ASSET_CREDIT)
                .getFirst()
                .fact(FactKind.PAID, FactSource.CALLBACK);
    }

    private String keep(PaymentFact fact) {
        return LETTERS.keep(
                fact.messageId().value(), "CONSUMER_FAILED", FactCodec.encode(fact), "first");
    }

    private void requeue(String letterId) {
        LETTERS.controller.requeue(letterId, new Reason("fixed"), FINANCE);
    }

    private static List<DeadLetterView> list(
            @Nullable String orderNo, @Nullable String status, @Nullable String after) {
        return LETTERS.controller
                .list(
                        null,
                        null,
                        orderNo,
                        null,
                        null,
                        status,
                        null,
                        new PageQuery(null, null, after),
                        null)
                .items();
    }

    private static String code(ThrowingCallable call) {
        try {
            call.call();
            return "done";
        } catch (ApiFailure | Refused e) {
            var problem = Letters.problem(e);
            if (problem.code().equals("already_requeued")) {
                assertThat(problem.status()).isEqualTo(HttpStatus.CONFLICT);
            }
            return problem.code();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
