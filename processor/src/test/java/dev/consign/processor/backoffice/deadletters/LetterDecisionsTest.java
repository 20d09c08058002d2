package dev.consign.processor.backoffice.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.codec.FactCodec;
import dev.consign.broker.codec.NotificationCodec;
import dev.consign.engine.MoneyPath;
import dev.consign.id.BuyerId;
import dev.consign.id.OrderNo;
import dev.consign.message.Notification;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import dev.consign.order.OrderStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.backoffice.deadletters.DeadLetterController.Reason;
import dev.consign.processor.backoffice.deadletters.verdict.Verdict.Code;
import dev.consign.processor.security.Caller;
import dev.consign.processor.security.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may decide what about a letter, and what is foretold of it (issue 10).
class LetterDecisionsTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final Letters LETTERS = new Letters(PATH);
    private static final Caller SUPPORT = new Caller(Role.SUPPORT, "1");
    private static final Caller FINANCE = new Caller(Role.FINANCE, "1");
    private static final Reason REASON = new Reason("looked at the order");
    private static final List<String> ANYBODY = List.of("support", "finance", "ops");
    private static final List<String> FINANCE_ALONE = List.of("finance");

    @AfterAll
    static void close() {
        PATH.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"SUPPORT", "OPS"})
    void a_letter_that_would_apply_money_is_finances(Role role) {
        var id = keep(fact(FactKind.PAID));
        var caller = new Caller(role, "1");
        assertThat(shown(id).decidedBy()).isEqualTo(FINANCE_ALONE);
        assertThat(requeue(id, caller)).isEqualTo("403 needs_finance");
        assertThat(discard(id, caller)).isEqualTo("403 needs_finance");
        assertThat(LETTERS.status(id)).isEqualTo("OPEN");
        assertThat(shown(id).requeues()).isZero();
        assertThat(PATH.count("SELECT COUNT(*) FROM audit WHERE subject = '%s'".formatted(id)))
                .isZero();
        assertThat(PATH.count("SELECT COUNT(*) FROM outbox WHERE duplicate_id LIKE '" + id + "%'"))
                .isZero();
        assertThat(requeue(id, FINANCE)).isEqualTo("done");
        assertThat(shown(id).decidedBy()).isEmpty();
    }

    @Test
    void money_of_an_unknown_order_or_one_that_contradicts_is_finances_too() {
        var fact = fact(FactKind.PAID);
        PATH.sql()
                .sql("DELETE FROM payment WHERE payment_no = ?")
                .param(fact.paymentNo().value())
                .update();
        var unknown = keep(fact);
        assertThat(shown(unknown).verdict()).isEqualTo(Code.WILL_APPLY);
        assertThat(discard(unknown, SUPPORT)).isEqualTo("403 needs_finance");

        var processed = fact(FactKind.PAID);
        PATH.processor().process(List.of(processed));
        var other = keep(with(processed, Money.of("CNY", 1)));
        assertThat(shown(other).verdict()).isEqualTo(Code.WILL_APPLY);
        assertThat(shown(other).verdictWhy()).contains("CONFLICT");
        assertThat(discard(other, SUPPORT)).isEqualTo("403 needs_finance");
    }

    @Test
    void what_leaves_money_where_it_is_and_what_is_done_already_anybody_may_decide() {
        for (var kind : List.of(FactKind.PENDING, FactKind.FAILED, FactKind.CLOSED)) {
            assertThat(shown(keep(fact(kind))).decidedBy()).as("%s", kind).isEqualTo(ANYBODY);
        }
        var processed = fact(FactKind.PAID);
        PATH.processor().process(List.of(processed));
        var id = keep(processed);
        assertThat(shown(id).verdict()).isEqualTo(Code.NO_OP);
        assertThat(discard(id, SUPPORT)).isEqualTo("done");
        var note = note();
        assertThat(shown(note).verdict()).isEqualTo(Code.WILL_APPLY);
        assertThat(shown(note).decidedBy()).isEqualTo(ANYBODY);
        assertThat(requeue(note, SUPPORT)).isEqualTo("done");
    }

    /// A newer release may read it: what it says of money must not be forgotten by one hand.
    @Test
    void a_letter_nobody_can_read_still_names_its_order_and_money() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var fact = order.fact(FactKind.PAID, FactSource.CALLBACK);
        var body = FactCodec.encode(fact).replace("\"schema\":1", "\"schema\":99");
        var id = LETTERS.keep("m-schema-99", "UNKNOWN_SCHEMA", body, "k1");
        var shown = shown(id);
        assertThat(shown.verdict()).isEqualTo(Code.BLOCKED);
        assertThat(shown.orderNo()).isEqualTo(order.orderNo().value());
        assertThat(shown.paymentNo()).isEqualTo(order.paymentNo().value());
        assertThat(shown.transactionId()).isEqualTo(String.valueOf(fact.transactionId()));
        assertThat(shown.amount()).isEqualTo(MoneyBody.of(fact.money()));
        assertThat(shown.decidedBy()).isEqualTo(FINANCE_ALONE);
        assertThat(requeue(id, FINANCE)).isEqualTo("409 blocked");
        assertThat(discard(id, SUPPORT)).isEqualTo("403 needs_finance");
        for (var filter :
                List.of(
                        search(shown.orderNo(), null, null),
                        search(null, shown.paymentNo(), null),
                        search(null, null, shown.transactionId()))) {
            assertThat(filter).extracting(DeadLetterView::letterId).containsExactly(id);
        }
        var closed = body.replace("\"PAID\"", "\"CLOSED\"");
        assertThat(shown(LETTERS.keep("m-closed-99", "UNKNOWN_SCHEMA", closed, "k2")).decidedBy())
                .isEqualTo(ANYBODY);
        var disputed = body.replace("\"PAID\"", "\"DISPUTE_FROM_MARS\"");
        assertThat(shown(LETTERS.keep("m-mars-99", "UNKNOWN_SCHEMA", disputed, "k3")).decidedBy())
                .isEqualTo(FINANCE_ALONE);
    }

    @Test
    void a_strangers_letter_is_blocked_for_everybody_and_may_be_given_up_by_anybody() {
        var fact = fact(FactKind.PAID);
        var own = keep(fact);
        for (var sender : new String[] {"testbed", "reconciler", null}) {
            LETTERS.rows.keep(
                    Letters.letter(
                            Letters.CALLBACKS,
                            fact.messageId().value(),
                            "CONSUMER_FAILED",
                            FactCodec.encode(fact),
                            "of " + sender,
                            sender));
        }
        var strangers =
                search(null, fact.paymentNo().value(), null).stream()
                        .filter(letter -> !letter.letterId().equals(own))
                        .toList();
        assertThat(strangers).hasSize(3).allMatch(letter -> letter.verdict() == Code.BLOCKED);
        for (var letter : strangers) {
            assertThat(requeue(letter.letterId(), FINANCE)).isEqualTo("409 blocked");
            assertThat(discard(letter.letterId(), SUPPORT)).isEqualTo("done");
        }
        assertThat(shown(own).verdict()).isEqualTo(Code.WILL_APPLY);
    }

    @Test
    void a_fact_whose_source_its_sender_cannot_have_is_blocked() {
        var manual = fact(FactKind.PAID).from(FactSource.MANUAL);
        var id = keep(manual);
        assertThat(shown(id).verdict()).isEqualTo(Code.BLOCKED);
        assertThat(shown(id).verdictWhy()).contains("MANUAL");
        assertThat(requeue(id, FINANCE)).isEqualTo("409 blocked");
    }

    @Test
    void of_a_letter_that_is_done_with_nothing_is_foretold() {
        var id = keep(fact(FactKind.FAILED));
        assertThat(discard(id, SUPPORT)).isEqualTo("done");
        assertThat(shown(id).verdict()).isNull();
        assertThat(shown(id).verdictWhy()).isEqualTo("it was given up: nothing will happen");
        assertThat(search(null, shown(id).paymentNo(), null).getFirst().verdict()).isNull();

        var resolved = keep(fact(FactKind.FAILED));
        LETTERS.jdbc
                .sql("UPDATE dead_letter SET status = 'RESOLVED' WHERE letter_id = ?")
                .param(resolved)
                .update();
        assertThat(shown(resolved).verdict()).isNull();
        assertThat(shown(resolved).decidedBy()).isEmpty();
    }

    @Test
    void a_discard_can_be_taken_back_once_with_a_reason_and_a_line_in_the_audit() {
        var id = keep(fact(FactKind.PAID));
        assertThat(undiscard(id)).isEqualTo("409 already_open");
        assertThat(discard(id, FINANCE)).isEqualTo("done");
        assertThat(discard(id, FINANCE)).isEqualTo("409 discarded");
        assertThat(undiscard(id)).isEqualTo("done");
        assertThat(undiscard(id)).isEqualTo("409 already_open");
        assertThat(shown(id).verdict()).isEqualTo(Code.WILL_APPLY);
        assertThat(
                        LETTERS.jdbc
                                .sql(
                                        "SELECT CONCAT_WS(' ', actor, action, before_state, after_state) FROM audit WHERE subject = ? ORDER BY audit_id")
                                .param(id)
                                .query(String.class)
                                .list())
                .containsExactly(
                        "finance:1 DEAD_LETTER_DISCARD OPEN DISCARDED",
                        "support:1 DEAD_LETTER_UNDISCARD DISCARDED OPEN");
        assertThat(requeue(id, FINANCE)).isEqualTo("done");
        assertThat(undiscard(id)).isEqualTo("409 already_requeued");
        LETTERS.jdbc
                .sql("UPDATE dead_letter SET status = 'RESOLVED' WHERE letter_id = ?")
                .param(id)
                .update();
        assertThat(undiscard(id)).isEqualTo("409 already_resolved");
        assertThat(undiscard("L0000000000000000")).isEqualTo("404 not_found");
        assertThat(code(() -> LETTERS.controller.undiscard(id, new Reason(" "), SUPPORT)))
                .isEqualTo("400 invalid_request");
    }

    private static PaymentFact fact(FactKind kind) {
        return PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst().fact(kind, FactSource.CALLBACK);
    }

    private static PaymentFact with(PaymentFact fact, Money money) {
        return new PaymentFact(
                fact.gateway(),
                fact.merchant(),
                fact.paymentNo(),
                fact.kind(),
                money,
                fact.transactionId(),
                fact.refundNo(),
                fact.occurredAt(),
                fact.source());
    }

    private static String keep(PaymentFact fact) {
        return LETTERS.keep(
                fact.messageId().value(), "CONSUMER_FAILED", FactCodec.encode(fact), "first");
    }

    private static String note() {
        var note =
                new Notification(
                        "O0000000000000001:COMPLETED",
                        new OrderNo("O0000000000000001"),
                        new BuyerId("b"),
                        OrderStatus.COMPLETED,
                        Money.of("CNY", 1),
                        Instant.now());
        LETTERS.rows.keep(
                Letters.letter(
                        "consign.notification",
                        note.notificationId(),
                        "CONSUMER_FAILED",
                        NotificationCodec.encode(note),
                        "first"));
        return LETTERS.id(note.notificationId());
    }

    private static DeadLetterView shown(String id) {
        return LETTERS.controller.show(id).letter();
    }

    private static List<DeadLetterView> search(
            @Nullable String order, @Nullable String payment, @Nullable String transaction) {
        return LETTERS.controller
                .list(
                        null,
                        null,
                        order,
                        payment,
                        transaction,
                        null,
                        null,
                        new PageQuery(null, null, null),
                        null)
                .items();
    }

    private static String requeue(String id, Caller caller) {
        return code(() -> LETTERS.controller.requeue(id, REASON, caller));
    }

    private static String discard(String id, Caller caller) {
        return code(() -> LETTERS.controller.discard(id, REASON, caller));
    }

    private static String undiscard(String id) {
        return code(() -> LETTERS.controller.undiscard(id, REASON, SUPPORT));
    }

    private static String code(Runnable call) {
        try {
            call.run();
            return "done";
        } catch (ApiFailure | Refused e) {
            var problem = Letters.problem(e);
            return problem.status().value() + " " + problem.code();
        }
    }
}
