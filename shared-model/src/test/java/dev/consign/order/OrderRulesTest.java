package dev.consign.order;

import static dev.consign.order.Example.DUE;
import static dev.consign.order.Example.IN_TIME;
import static dev.consign.order.Example.OTHER;
import static dev.consign.order.Example.PAID_BY;
import static dev.consign.order.Example.PAYMENT;
import static dev.consign.order.Example.PRICE;
import static dev.consign.order.Example.REFUND;
import static dev.consign.order.Example.SANDBOX;
import static dev.consign.order.Example.compare;
import static dev.consign.order.Example.fact;
import static dev.consign.order.Example.joined;
import static dev.consign.order.Example.order;
import static dev.consign.order.Example.payment;
import static dev.consign.order.Example.situation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.GatewayCode;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Decision.Apply;
import dev.consign.order.Decision.Ignore;
import dev.consign.order.Decision.Park;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderRulesTest {
    /// One table: a kind of fact, and what makes it come out otherwise.
    ///
    /// @param refund how the refund stands that a REFUNDED fact speaks of; null for none of ours
    private record Setting(
            String title,
            FactKind kind,
            TransactionId by,
            Instant now,
            boolean stockForLate,
            boolean moneyInDoubt,
            @Nullable Refund refund) {
        static Setting of(FactKind kind) {
            return new Setting(kind.name(), kind, PAID_BY, IN_TIME, true, false, null);
        }

        Setting titled(String what) {
            return new Setting(
                    kind + ", " + what, kind, by, now, stockForLate, moneyInDoubt, refund);
        }

        Setting by(String transaction) {
            return new Setting(
                    title,
                    kind,
                    new TransactionId(transaction),
                    now,
                    stockForLate,
                    moneyInDoubt,
                    refund);
        }

        Setting overdue() {
            return new Setting(title, kind, by, DUE, stockForLate, moneyInDoubt, refund);
        }

        Setting soldOut() {
            return new Setting(title, kind, by, now, false, moneyInDoubt, refund);
        }

        Setting inDoubt() {
            return new Setting(title, kind, by, now, stockForLate, true, refund);
        }

        Setting of(RefundUse use, RefundStatus status) {
            var asked = new Refund(new RefundNo(REFUND), PAYMENT, PAID_BY, use, PRICE, status);
            return new Setting(title, kind, by, now, stockForLate, moneyInDoubt, asked);
        }
    }

    private static final List<Setting> SETTINGS =
            List.of(
                    Setting.of(FactKind.PENDING),
                    Setting.of(FactKind.PAID),
                    Setting.of(FactKind.PAID).soldOut().titled("and what was given back is gone"),
                    Setting.of(FactKind.PAID).by("t-2").titled("by another transaction"),
                    Setting.of(FactKind.FAILED),
                    Setting.of(FactKind.FAILED).inDoubt().titled("while money is in doubt"),
                    Setting.of(FactKind.CLOSED),
                    Setting.of(FactKind.CLOSED).overdue().titled("the time to pay is over"),
                    Setting.of(FactKind.CLOSED)
                            .overdue()
                            .inDoubt()
                            .titled("the time to pay is over, while money is in doubt"),
                    Setting.of(FactKind.REFUNDED).titled("nobody asked for it"),
                    Setting.of(FactKind.REFUNDED)
                            .of(RefundUse.PROCEEDS, RefundStatus.REQUESTED)
                            .titled("all proceeds"),
                    Setting.of(FactKind.REFUNDED)
                            .of(RefundUse.HELD, RefundStatus.REQUESTED)
                            .titled("all that was held"),
                    Setting.of(FactKind.REFUNDED)
                            .of(RefundUse.HELD, RefundStatus.ABANDONED)
                            .titled("after it was given up"),
                    Setting.of(FactKind.REFUNDED)
                            .of(RefundUse.HELD, RefundStatus.SUCCEEDED)
                            .titled("booked before"));

    /// Every order status x payment status x kind of fact, so that what is refused is visible too.
    @Test
    void the_table_of_rules_is_as_written_down() throws IOException {
        var table = new StringBuilder();
        SETTINGS.forEach(setting -> table(table, setting));
        compare(table.toString(), "order-rules.txt");
    }

    @Test
    void an_order_fails_only_when_every_attempt_has_ended() {
        var first = payment(PAYMENT, PaymentStatus.PENDING);
        var order = order(OrderStatus.PROCESSING);
        for (var other : PaymentStatus.values()) {
            var situation =
                    new Situation(
                            order, List.of(first, payment(OTHER, other)), List.of(), true, false);
            var decision = OrderRules.decide(situation, fact(FactKind.FAILED, PRICE), IN_TIME);
            assertThat(((Apply) decision).order().isEmpty())
                    .as(other.name())
                    .isEqualTo(other.open() || other == PaymentStatus.PAID);
        }
    }

    @Test
    void what_does_not_match_its_payment_changes_nothing_whoever_says_it() {
        var payment = payment(PAYMENT, PaymentStatus.PENDING);
        for (var source : FactSource.values()) {
            for (var wrong :
                    List.of(
                            fact(FactKind.PAID, Money.of("CNY", 26_999)),
                            fact(FactKind.PAID, Money.of("CNY", 27_001)),
                            fact(FactKind.PAID, Money.of("USD", 27_000)),
                            fact(FactKind.REFUNDED, Money.of("CNY", 27_001)),
                            with(new GatewayCode("other"), "merchant"),
                            with(SANDBOX, "somebody else"))) {
                var decision =
                        OrderRules.decide(
                                situation(order(OrderStatus.PROCESSING), payment),
                                wrong.from(source),
                                IN_TIME);
                assertThat(decision).isInstanceOf(Park.class);
                assertThat(decision.outcome()).isEqualTo(Outcome.MISMATCH);
            }
        }
    }

    @Test
    void no_move_leads_from_a_completed_order_anywhere_but_to_a_refund() {
        for (var move : OrderMove.values()) {
            assertThat(move.startsAt(OrderStatus.COMPLETED))
                    .as(move.name())
                    .isEqualTo(move.to() == OrderStatus.REFUNDED);
            assertThat(move.startsAt(OrderStatus.REFUNDED)).as(move.name()).isFalse();
        }
    }

    private static void table(StringBuilder table, Setting setting) {
        table.append(setting.title()).append('\n');
        for (var orderStatus : OrderStatus.values()) {
            for (var paymentStatus : PaymentStatus.values()) {
                var payment = payment(paymentStatus, setting.refund());
                var situation =
                        new Situation(
                                order(orderStatus),
                                List.of(payment),
                                setting.refund() == null ? List.of() : List.of(setting.refund()),
                                setting.stockForLate(),
                                setting.moneyInDoubt());
                var fact =
                        new PaymentFact(
                                SANDBOX,
                                "merchant",
                                PAYMENT,
                                setting.kind(),
                                PRICE,
                                setting.by(),
                                setting.refund() == null ? null : REFUND,
                                DUE,
                                FactSource.CALLBACK);
                var decision = OrderRules.decide(situation, fact, setting.now());
                table.append(
                        "  %-16s %-8s  %s%n"
                                .formatted(orderStatus, paymentStatus, words(decision)));
            }
        }
        table.append('\n');
    }

    private static String words(Decision decision) {
        return switch (decision) {
            case Ignore _ -> "-";
            case Park park -> park.outcome() + ", case " + park.review();
            case Apply apply ->
                    "%s: payment %s, order %s, %s%s"
                            .formatted(
                                    apply.outcome(),
                                    apply.payment() == null ? "-" : apply.payment(),
                                    apply.order().isEmpty() ? "-" : joined(apply.order()),
                                    apply.effects().isEmpty() ? "-" : joined(apply.effects()),
                                    apply.review() == null ? "" : ", case " + apply.review());
        };
    }

    private static PaymentFact with(GatewayCode gateway, String merchant) {
        return new PaymentFact(
                gateway,
                merchant,
                PAYMENT,
                FactKind.PAID,
                PRICE,
                PAID_BY,
                null,
                DUE,
                FactSource.CALLBACK);
    }
}
