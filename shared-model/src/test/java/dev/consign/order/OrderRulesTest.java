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
import static dev.consign.order.Example.context;
import static dev.consign.order.Example.fact;
import static dev.consign.order.Example.joined;
import static dev.consign.order.Example.order;
import static dev.consign.order.Example.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.GatewayCode;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Decision.Apply;
import dev.consign.order.Decision.Ignore;
import dev.consign.order.Decision.Park;
import dev.consign.payment.Dispute;
import dev.consign.payment.DisputeStatus;
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
    /// @param doubt an open case about the payment; null for none
    /// @param refund how the refund stands that a fact speaks of; null for none of ours
    /// @param dispute how the dispute stands that a fact speaks of; null when it was never opened
    private record Setting(
            String title,
            FactKind kind,
            FactSource source,
            Money money,
            TransactionId by,
            Instant now,
            boolean stockForLate,
            @Nullable Doubt doubt,
            @Nullable Refund refund,
            @Nullable DisputeStatus dispute) {
        static Setting of(FactKind kind) {
            return new Setting(
                    kind.name(),
                    kind,
                    FactSource.QUERY,
                    PRICE,
                    PAID_BY,
                    IN_TIME,
                    true,
                    null,
                    null,
                    null);
        }

        Setting titled(String what) {
            return new Setting(
                    kind + ", " + what,
                    kind,
                    source,
                    money,
                    by,
                    now,
                    stockForLate,
                    doubt,
                    refund,
                    dispute);
        }

        Setting from(FactSource other) {
            return new Setting(
                    title, kind, other, money, by, now, stockForLate, doubt, refund, dispute);
        }

        Setting of(Money other) {
            return new Setting(
                    title, kind, source, other, by, now, stockForLate, doubt, refund, dispute);
        }

        Setting by(String transaction) {
            var other = new TransactionId(transaction);
            return new Setting(
                    title, kind, source, money, other, now, stockForLate, doubt, refund, dispute);
        }

        Setting overdue() {
            return new Setting(
                    title, kind, source, money, by, DUE, stockForLate, doubt, refund, dispute);
        }

        Setting soldOut() {
            return new Setting(title, kind, source, money, by, now, false, doubt, refund, dispute);
        }

        Setting doubted(CaseKind open, FactKind fact, Money about) {
            var found = Example.doubt(open, fact, about);
            return new Setting(
                    title, kind, source, money, by, now, stockForLate, found, refund, dispute);
        }

        Setting inDoubt() {
            return doubted(CaseKind.MISMATCH, FactKind.PAID, PRICE);
        }

        Setting of(RefundUse use, RefundStatus status) {
            var asked = new Refund(new RefundNo(REFUND), PAYMENT, PAID_BY, use, PRICE, status);
            return new Setting(
                    title, kind, source, money, by, now, stockForLate, doubt, asked, dispute);
        }

        Setting of(DisputeStatus status) {
            return new Setting(
                    title, kind, source, money, by, now, stockForLate, doubt, refund, status);
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
                            .titled("booked before"),
                    Setting.of(FactKind.PAID)
                            .from(FactSource.CALLBACK)
                            .titled("on a signature alone"),
                    Setting.of(FactKind.PAID)
                            .from(FactSource.MANUAL)
                            .titled("because a person says so"),
                    Setting.of(FactKind.PAID)
                            .from(FactSource.UPLOAD)
                            .titled("in a file that a person gave"),
                    Setting.of(FactKind.PAID).of(Money.of("CNY", 26_999)).titled("one unit short"),
                    Setting.of(FactKind.PAID)
                            .doubted(CaseKind.UNEXPECTED_REFUND, FactKind.REFUNDED, PRICE)
                            .titled("after all of it had gone back"),
                    Setting.of(FactKind.PAID)
                            .doubted(
                                    CaseKind.UNEXPECTED_REFUND,
                                    FactKind.REFUNDED,
                                    Money.of("CNY", 200))
                            .titled("after a part of it had gone back"),
                    Setting.of(FactKind.PAID)
                            .doubted(CaseKind.DISPUTE, FactKind.DISPUTE_OPENED, PRICE)
                            .titled("while it is contested"),
                    Setting.of(FactKind.REFUND_RETURNED)
                            .of(RefundUse.PROCEEDS, RefundStatus.SUCCEEDED)
                            .titled("proceeds that had gone back"),
                    Setting.of(FactKind.REFUND_RETURNED)
                            .of(RefundUse.HELD, RefundStatus.REQUESTED)
                            .titled("which was being asked for"),
                    Setting.of(FactKind.REFUND_RETURNED)
                            .of(RefundUse.HELD, RefundStatus.RETURNED)
                            .titled("booked before"),
                    Setting.of(FactKind.REFUND_RETURNED)
                            .doubted(CaseKind.UNEXPECTED_REFUND, FactKind.REFUNDED, PRICE)
                            .titled("which nobody had asked for"),
                    Setting.of(FactKind.REFUND_RETURNED).titled("of which nobody knows"),
                    Setting.of(FactKind.DISPUTE_OPENED),
                    Setting.of(FactKind.DISPUTE_OPENED)
                            .of(DisputeStatus.LOST)
                            .titled("after it was lost"),
                    Setting.of(FactKind.DISPUTE_WON).of(DisputeStatus.OPENED),
                    Setting.of(FactKind.DISPUTE_WON).titled("never opened"),
                    Setting.of(FactKind.DISPUTE_WON)
                            .of(DisputeStatus.LOST)
                            .titled("after it was lost"),
                    Setting.of(FactKind.DISPUTE_LOST)
                            .of(DisputeStatus.OPENED)
                            .of(RefundUse.PROCEEDS, RefundStatus.ABANDONED)
                            .titled("delivered for"),
                    Setting.of(FactKind.DISPUTE_LOST)
                            .of(DisputeStatus.OPENED)
                            .of(RefundUse.HELD, RefundStatus.ABANDONED)
                            .titled("held"),
                    Setting.of(FactKind.DISPUTE_LOST).titled("about money that is not here"),
                    Setting.of(FactKind.DISPUTE_LOST)
                            .of(DisputeStatus.WON)
                            .titled("after it was won"));

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
            var context =
                    new OrderContext(order, List.of(first, payment(OTHER, other)), List.of(), true);
            var decision = OrderRules.decide(context, fact(FactKind.FAILED, PRICE), IN_TIME);
            assertThat(((Apply) decision).moves().isEmpty())
                    .as(other.name())
                    .isEqualTo(other.open() || other == PaymentStatus.PAID);
        }
    }

    /// A wrong word about money that came and went back leaves nothing open; one about money that
    /// may yet come does.
    @Test
    void an_order_ends_although_a_wrong_word_speaks_of_money_that_went_back() {
        var refunded = payment(PAYMENT, PaymentStatus.REFUNDED);
        var last = payment(OTHER, PaymentStatus.PENDING);
        var order = order(OrderStatus.IN_REVIEW);
        for (var by : List.of(PAID_BY, new TransactionId("t-2"))) {
            var wrong =
                    new Doubt(
                            "K0000000000000001",
                            "MISMATCH:key",
                            CaseKind.MISMATCH,
                            PAYMENT,
                            FactKind.PAID,
                            PRICE,
                            null,
                            by,
                            FactSource.CALLBACK);
            var context =
                    new OrderContext(order, List.of(refunded, last), List.of(), true)
                            .with(List.of(wrong));
            var closed =
                    new PaymentFact(
                            SANDBOX,
                            "merchant",
                            OTHER,
                            FactKind.CLOSED,
                            PRICE,
                            null,
                            null,
                            DUE,
                            FactSource.QUERY);
            var moves = ((Apply) OrderRules.decide(context, closed, IN_TIME)).moves();
            assertThat(moves).isEqualTo(by.equals(PAID_BY) ? List.of(OrderMove.REFUND) : List.of());
        }
    }

    @Test
    void what_does_not_match_its_payment_changes_nothing_whoever_says_it() {
        var payment = payment(PAYMENT, PaymentStatus.PENDING);
        for (var source : FactSource.values()) {
            for (var wrong :
                    List.of(
                            fact(FactKind.PAID, Money.of("USD", 27_000)),
                            fact(FactKind.REFUNDED, Money.of("CNY", 27_001)),
                            with(new GatewayCode("other"), "merchant"),
                            with(SANDBOX, "somebody else"))) {
                var decision =
                        OrderRules.decide(
                                context(order(OrderStatus.PROCESSING), payment),
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
                var context =
                        new OrderContext(
                                order(orderStatus),
                                List.of(payment),
                                setting.refund() == null ? List.of() : List.of(setting.refund()),
                                setting.dispute() == null
                                        ? List.of()
                                        : List.of(
                                                new Dispute(
                                                        PAYMENT, "d-1", PRICE, setting.dispute())),
                                setting.stockForLate(),
                                setting.doubt() == null ? List.of() : List.of(setting.doubt()),
                                10_000_000);
                var fact =
                        new PaymentFact(
                                SANDBOX,
                                "merchant",
                                PAYMENT,
                                setting.kind(),
                                setting.money(),
                                setting.by(),
                                setting.refund() == null ? "their-1" : REFUND,
                                "d-1",
                                DUE,
                                setting.source());
                var decision = OrderRules.decide(context, fact, setting.now());
                table.append(
                        "  %-16s %-8s  %s%n"
                                .formatted(orderStatus, paymentStatus, words(decision)));
            }
        }
        table.append('\n');
    }

    private static String words(Decision.OfFact decision) {
        return switch (decision) {
            case Ignore _ -> "-";
            case Park park -> park.outcome() + ", case " + park.review();
            case Decision.Confirm confirm -> confirm.outcome().name();
            case Apply apply ->
                    "%s: payment %s, order %s, %s%s"
                            .formatted(
                                    apply.outcome(),
                                    apply.payment() == null ? "-" : apply.payment(),
                                    apply.moves().isEmpty() ? "-" : joined(apply.moves()),
                                    apply.effects().isEmpty() ? "-" : joined(apply.effects()),
                                    (apply.review() == null ? "" : ", case " + apply.review())
                                            + (apply.settled().isEmpty() ? "" : ", case closed"));
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
