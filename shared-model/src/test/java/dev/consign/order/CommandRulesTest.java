package dev.consign.order;

import static dev.consign.order.Example.DUE;
import static dev.consign.order.Example.IN_TIME;
import static dev.consign.order.Example.ORDER;
import static dev.consign.order.Example.OTHER;
import static dev.consign.order.Example.PAID_BY;
import static dev.consign.order.Example.PAYMENT;
import static dev.consign.order.Example.PRICE;
import static dev.consign.order.Example.SANDBOX;
import static dev.consign.order.Example.compare;
import static dev.consign.order.Example.context;
import static dev.consign.order.Example.joined;
import static dev.consign.order.Example.order;
import static dev.consign.order.Example.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.Funds;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.RefundUse;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What people may have done with an order, and what is refused.
class CommandRulesTest {
    /// Every command x order status x what became of the money.
    @Test
    void the_table_of_commands_is_as_written_down() throws IOException {
        var table = new StringBuilder();
        for (var command :
                List.of(
                        new Command.Cancel(ORDER),
                        new Command.Overdue(ORDER),
                        new Command.ReturnMoney(ORDER, null, null, null, null),
                        new Command.Deliver(ORDER),
                        new Command.AcceptRefund(ORDER, PAYMENT, PAID_BY, "their-1", PRICE),
                        new Command.ReverseCollection(ORDER, PAYMENT, PAID_BY, PRICE),
                        new Command.TryAgain(
                                ORDER, OTHER, SANDBOX, "merchant", DUE.plusSeconds(60), DUE),
                        new Command.CloseUndeliverable(ORDER))) {
            for (var stock : List.of(true, false)) {
                table.append(
                        "%s, %s%n"
                                .formatted(
                                        command.getClass().getSimpleName(),
                                        stock ? "goods to be had" : "goods gone"));
                for (var status : OrderStatus.values()) {
                    for (var money : List.of("none", "failed", "held", "used", "on its way")) {
                        var payment = withMoney(money);
                        var context =
                                new OrderContext(order(status), List.of(payment), List.of(), stock);
                        var now = command instanceof Command.Overdue ? DUE : IN_TIME;
                        var decision = CommandRules.decide(context, command, now);
                        table.append(
                                "  %-16s money %-11s %s%n"
                                        .formatted(status, money, words(decision)));
                    }
                }
                table.append('\n');
            }
        }
        compare(table.toString(), "command-rules.txt");
    }

    @Test
    void no_more_goes_back_than_is_left_of_what_was_paid() {
        var used = withMoney("used");
        for (var wish : List.of(PRICE.plus(Money.of("CNY", 1)), Money.of("CNY", 0))) {
            assertThat(rule(used, wish)).isEqualTo(Decision.Reason.TOO_MUCH);
        }
        assertThat(rule(used, Money.of("USD", 1))).isEqualTo(Decision.Reason.WRONG_CURRENCY);
        var half = Money.of("CNY", 13_500);
        var halfGone = used.with(used.funds().askBack(RefundUse.PROCEEDS, half));
        assertThat(rule(halfGone, half.plus(Money.of("CNY", 1))))
                .isEqualTo(Decision.Reason.TOO_MUCH);
        assertThat(CommandRules.decide(completed(halfGone), wish(half), IN_TIME))
                .isEqualTo(new Decision.RequestRefund(PAYMENT, PAID_BY, RefundUse.PROCEEDS, half));
    }

    @Test
    void an_order_has_five_attempts() {
        var attempts =
                IntStream.rangeClosed(1, CommandRules.MOST_ATTEMPTS)
                        .mapToObj(i ->
                                payment(
                                        new PaymentNo("P000000000000000" + i),
                                        PaymentStatus.FAILED))
                        .toList();
        var again =
                new Command.TryAgain(ORDER, OTHER, SANDBOX, "merchant", DUE.plusSeconds(60), DUE);
        var order = order(OrderStatus.FAILED);
        var full = new OrderContext(order, attempts, List.of(), true);
        var left = new OrderContext(order, attempts.subList(1, 5), List.of(), true);
        assertThat(((Decision.Refused) CommandRules.decide(full, again, IN_TIME)).reason())
                .isEqualTo(Decision.Reason.TOO_MANY_ATTEMPTS);
        assertThat(CommandRules.decide(left, again, IN_TIME)).isInstanceOf(Decision.Attempt.class);
    }

    private static Decision.Reason rule(Payment payment, Money amount) {
        var decision = CommandRules.decide(completed(payment), wish(amount), IN_TIME);
        return ((Decision.Refused) decision).reason();
    }

    private static OrderContext completed(Payment payment) {
        return context(order(OrderStatus.COMPLETED), payment);
    }

    private static Command wish(Money amount) {
        return new Command.ReturnMoney(ORDER, null, null, null, amount);
    }

    private static String words(Decision.OfCommand decision) {
        return switch (decision) {
            case Decision.Deliver deliver ->
                    "order %s, %s".formatted(joined(deliver.moves()), joined(deliver.effects()));
            case Decision.Move move ->
                    "order %s, %s%s"
                            .formatted(
                                    joined(move.moves()),
                                    move.effects().isEmpty() ? "-" : joined(move.effects()),
                                    move.review() == null ? "" : ", case " + move.review());
            case Decision.RequestRefund back ->
                    "ask back %s %s".formatted(back.amount(), back.use());
            case Decision.Attempt attempt ->
                    "new attempt, order %s, %s"
                            .formatted(
                                    attempt.moves().isEmpty() ? "-" : joined(attempt.moves()),
                                    attempt.effects().isEmpty() ? "-" : joined(attempt.effects()));
            case Decision.CancelRefund keep -> "keep " + keep.refundNo();
            case Decision.CloseFirst _ -> "close first";
            case Decision.Accept accept ->
                    "accept %s %s, order %s"
                            .formatted(
                                    accept.amount(),
                                    accept.use(),
                                    accept.moves().isEmpty() ? "-" : joined(accept.moves()));
            case Decision.TakeBackCollection back ->
                    "take back %s %s"
                            .formatted(
                                    back.amount(), back.unallocated() ? "held" : "from proceeds");
            case Decision.TakeBackRefund back -> "take back refund " + back.refundNo();
            case Decision.Refused refused -> "- " + refused.reason();
        };
    }

    private static Payment withMoney(String money) {
        var held = Funds.none(PRICE).collect(PRICE);
        return switch (money) {
            case "none" -> payment(PAYMENT, PaymentStatus.CREATED);
            case "failed" -> payment(PAYMENT, PaymentStatus.FAILED);
            case "held" -> payment(PAYMENT, PaymentStatus.PAID).with(held);
            case "used" -> payment(PAYMENT, PaymentStatus.PAID).with(held.use(PRICE));
            default ->
                    payment(PAYMENT, PaymentStatus.PAID).with(held.askBack(RefundUse.HELD, PRICE));
        };
    }

    /// Money in doubt is nobody's to spend (docs/rules.md, rule 13).
    @Test
    void money_in_doubt_is_neither_returned_nor_delivered_for() {
        for (var kind :
                List.of(
                        CaseKind.UNEXPECTED_REFUND,
                        CaseKind.DISPUTE,
                        CaseKind.SECOND_PAYMENT,
                        CaseKind.MISMATCH)) {
            var doubt = Example.doubt(kind, FactKind.REFUNDED, Money.of("CNY", 200));
            var delivered = completed(withMoney("used")).with(List.of(doubt));
            var held =
                    context(order(OrderStatus.IN_REVIEW), withMoney("held")).with(List.of(doubt));
            for (var decision :
                    List.of(
                            CommandRules.decide(delivered, wish(PRICE), IN_TIME),
                            CommandRules.decide(held, wish(PRICE), IN_TIME))) {
                assertThat(((Decision.Refused) decision).reason())
                        .as(kind.name())
                        .isEqualTo(Decision.Reason.MONEY_IN_DOUBT);
                assertThat(((Decision.Refused) decision).caseId()).isEqualTo("K0000000000000001");
            }
            var deliver = CommandRules.decide(held, new Command.Deliver(ORDER), IN_TIME);
            assertThat(deliver).as(kind.name()).isInstanceOf(Decision.Refused.class);
            assertThat(((Decision.Refused) deliver).reason())
                    .as(kind.name())
                    .isEqualTo(Decision.Reason.MONEY_IN_DOUBT);
        }
    }

    @Test
    void doubts_about_another_payment_hold_nothing() {
        var doubt = Example.doubt(CaseKind.DISPUTE, FactKind.DISPUTE_OPENED, PRICE);
        var other =
                new Doubt(
                        doubt.caseId(),
                        doubt.caseKey(),
                        doubt.kind(),
                        OTHER,
                        doubt.fact(),
                        doubt.money(),
                        doubt.number(),
                        doubt.transactionId(),
                        doubt.source());
        var context = completed(withMoney("used")).with(List.of(other));
        assertThat(CommandRules.decide(context, wish(PRICE), IN_TIME))
                .isInstanceOf(Decision.RequestRefund.class);
    }

    /// Rule 14: the difference is the platform's.
    @Test
    void another_amount_is_delivered_for_when_a_person_says_so() {
        for (var minor : List.of(26_999L, 27_001L)) {
            var came = Money.of("CNY", minor);
            var held = payment(PAYMENT, PaymentStatus.PAID).with(Funds.none(PRICE).collect(came));
            var context = context(order(OrderStatus.IN_REVIEW), held);
            var decision =
                    CommandRules.decide(
                            context, new Command.Deliver(ORDER, PAYMENT, true), IN_TIME);
            assertThat(((Decision.Deliver) decision).difference()).isEqualTo(PRICE.minus(came));
        }
    }

    @Test
    void an_order_whose_payment_is_in_flight_is_closed_first() {
        for (var status : List.of(OrderStatus.AWAITING_PAYMENT, OrderStatus.PROCESSING)) {
            var context = context(order(status), payment(PAYMENT, PaymentStatus.PENDING));
            assertThat(CommandRules.decide(context, new Command.Cancel(ORDER), IN_TIME))
                    .isEqualTo(new Decision.CloseFirst());
        }
    }
}
