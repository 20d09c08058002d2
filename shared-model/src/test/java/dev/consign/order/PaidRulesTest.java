package dev.consign.order;

import static dev.consign.order.Example.DUE;
import static dev.consign.order.Example.IN_TIME;
import static dev.consign.order.Example.PAID_BY;
import static dev.consign.order.Example.PAYMENT;
import static dev.consign.order.Example.PRICE;
import static dev.consign.order.Example.SANDBOX;
import static dev.consign.order.Example.context;
import static dev.consign.order.Example.fact;
import static dev.consign.order.Example.order;
import static dev.consign.order.Example.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Decision.Apply;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.Funds;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of money that comes in another amount, or by a word that is not believed unasked.
class PaidRulesTest {
    /// Rule 14: a wrong amount is money, not a message.
    @Test
    void money_of_another_amount_is_collected_as_it_came_and_held() {
        for (var minor : List.of(1L, 26_999L, 27_001L)) {
            var decision =
                    OrderRules.decide(
                            context(
                                    order(OrderStatus.PROCESSING),
                                    payment(PAYMENT, PaymentStatus.PENDING)),
                            fact(FactKind.PAID, Money.of("CNY", minor)),
                            IN_TIME);
            assertThat(decision.outcome()).isEqualTo(Outcome.PARKED);
            assertThat(((Apply) decision).effects())
                    .containsExactly(Decision.Effect.COLLECT, Decision.Effect.ASK_GATEWAY);
            assertThat(((Apply) decision).moves()).containsExactly(OrderMove.REVIEW);
            assertThat(((Apply) decision).review()).isEqualTo(CaseKind.MISMATCH);
        }
    }

    /// Rule 12, over all sources: only the gateway's own answer, or file, is believed of what is
    /// out of the ordinary.
    @Test
    void what_is_extraordinary_is_confirmed_before_goods_leave() {
        var pending = payment(PAYMENT, PaymentStatus.PENDING);
        var closed = payment(PAYMENT, PaymentStatus.CLOSED);
        var processing = order(OrderStatus.PROCESSING);
        var large =
                new OrderContext(
                        processing,
                        List.of(pending),
                        List.of(),
                        List.of(),
                        true,
                        List.of(),
                        26_999);
        for (var source : FactSource.values()) {
            var word = fact(FactKind.PAID, PRICE).from(source);
            var asked = !source.isGatewaysAnswer();
            assertThat(confirms(large, word)).as("large " + source).isEqualTo(asked);
            assertThat(confirms(context(processing, closed), word))
                    .as("closed " + source)
                    .isEqualTo(asked);
            assertThat(confirms(context(order(OrderStatus.EXPIRED), pending), word))
                    .as("late " + source)
                    .isEqualTo(asked);
            assertThat(confirms(context(processing, pending), word))
                    .as("ordinary " + source)
                    .isEqualTo(source.isByHand());
        }
    }

    private static boolean confirms(OrderContext context, PaymentFact fact) {
        return OrderRules.decide(context, fact, IN_TIME) instanceof Decision.Confirm;
    }

    @Test
    void the_rest_of_the_money_completes_the_order() {
        var first = Money.of("CNY", 26_000);
        var held = payment(PAYMENT, PaymentStatus.PAID).with(Funds.none(PRICE).collect(first));
        var waiting =
                new Doubt(
                        "K0000000000000001",
                        "MISMATCH:key",
                        CaseKind.MISMATCH,
                        PAYMENT,
                        FactKind.PAID,
                        first,
                        null,
                        PAID_BY,
                        FactSource.QUERY);
        var context = context(order(OrderStatus.IN_REVIEW), held).with(List.of(waiting));
        var rest = by("t-2", Money.of("CNY", 1_000));
        var decision = (Apply) OrderRules.decide(context, rest, IN_TIME);
        assertThat(decision.moves()).containsExactly(OrderMove.DELIVER);
        assertThat(decision.settled()).containsExactly(waiting);
        var less = by("t-2", Money.of("CNY", 999));
        assertThat(OrderRules.decide(context, less, IN_TIME).outcome()).isEqualTo(Outcome.PARKED);
    }

    /// The sum of two movements is not what one of them brought, although a case names as much.
    @Test
    void what_two_movements_brought_is_not_corrected_as_one() {
        var both = Money.of("CNY", 27_005);
        var held = payment(PAYMENT, PaymentStatus.PAID).with(Funds.none(PRICE).collect(both));
        var alone = context(order(OrderStatus.IN_REVIEW), held);
        var amount = about(CaseKind.MISMATCH, both, PAID_BY);
        var second = about(CaseKind.SECOND_PAYMENT, PRICE, new TransactionId("t-2"));
        var less = fact(FactKind.PAID, Money.of("CNY", 5)).from(FactSource.QUERY);
        assertThat(OrderRules.mayCorrect(alone.with(List.of(amount)), less)).isTrue();
        var two = alone.with(List.of(amount, second));
        assertThat(OrderRules.mayCorrect(two, less)).isFalse();
        assertThat(((Decision.Park) OrderRules.decide(two, less, IN_TIME)).review())
                .isEqualTo(CaseKind.CONFLICT);
    }

    /// Found by the simulation: a second movement had been returned and its case was closed, and
    /// the gateway's file gave the first as much as both had brought.
    @Test
    void what_may_be_the_sum_of_two_movements_is_for_a_person_to_see() {
        var both = Money.of("CNY", 54_000);
        var paid = payment(PAYMENT, PaymentStatus.PAID).with(Funds.none(PRICE).collect(both));
        var context = context(order(OrderStatus.COMPLETED), paid);
        var file = fact(FactKind.PAID, both).from(FactSource.STATEMENT);
        assertThat(((Decision.Park) OrderRules.decide(context, file, IN_TIME)).review())
                .isEqualTo(CaseKind.CONFLICT);
        var known = context.with(List.of(about(CaseKind.MISMATCH, both, PAID_BY)));
        assertThat(OrderRules.decide(known, file, IN_TIME)).isInstanceOf(Decision.Ignore.class);
    }

    private static Doubt about(CaseKind kind, Money money, TransactionId by) {
        return new Doubt(
                "K0000000000000001",
                kind + ":key",
                kind,
                PAYMENT,
                FactKind.PAID,
                money,
                null,
                by,
                FactSource.QUERY);
    }

    private static PaymentFact by(String transaction, Money money) {
        return new PaymentFact(
                SANDBOX,
                "merchant",
                PAYMENT,
                FactKind.PAID,
                money,
                new TransactionId(transaction),
                null,
                DUE,
                FactSource.CALLBACK);
    }
}
