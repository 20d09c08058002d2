package dev.consign.order;

import static dev.consign.order.Example.DUE;
import static dev.consign.order.Example.ORDER;
import static dev.consign.order.Example.PAID_BY;
import static dev.consign.order.Example.PAYMENT;
import static dev.consign.order.Example.PRICE;
import static dev.consign.order.Example.SANDBOX;
import static dev.consign.order.Example.order;
import static dev.consign.order.Example.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.BuyerId;
import dev.consign.id.ConsignorId;
import dev.consign.id.GatewayCode;
import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.Funds;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One order with one payment, in whatever state a rule is asked about.
final class Example {
    private Example() {}

    static final Instant DUE = Instant.parse("2026-01-02T03:04:05Z");
    static final Instant IN_TIME = DUE.minusSeconds(1);
    static final OrderNo ORDER = new OrderNo("O0000000000000001");
    static final PaymentNo PAYMENT = new PaymentNo("P0000000000000001");
    static final PaymentNo OTHER = new PaymentNo("P0000000000000002");
    static final GatewayCode SANDBOX = new GatewayCode("sandbox");
    static final Money PRICE = Money.of("CNY", 27_000);
    static final TransactionId PAID_BY = new TransactionId("t-1");
    static final String REFUND = "R0000000000000001";

    static OrderContext context(Order order, Payment payment) {
        return new OrderContext(order, List.of(payment), List.of(), true);
    }

    /// What the rules say now is left in the build folder, to be read beside what is written down.
    static void compare(String table, String name) throws IOException {
        Files.writeString(Path.of("target", name), table);
        try (var file = Objects.requireNonNull(Example.class.getResourceAsStream(name))) {
            assertThat(table).isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static String joined(List<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).collect(Collectors.joining("+"));
    }

    static PaymentFact fact(FactKind kind, Money money) {
        return new PaymentFact(
                SANDBOX, "merchant", PAYMENT, kind, money, PAID_BY, null, DUE, FactSource.CALLBACK);
    }

    static Payment payment(PaymentNo number, PaymentStatus status) {
        var paid = status == PaymentStatus.PAID || status == PaymentStatus.REFUNDED;
        return new Payment(
                number,
                ORDER,
                SANDBOX,
                "merchant",
                PRICE,
                status,
                paid ? PAID_BY : null,
                Funds.none(PRICE));
    }

    /// A payment whose money is where the refund needs it.
    static Payment payment(PaymentStatus status, @Nullable Refund refund) {
        var payment = payment(PAYMENT, status);
        if (refund == null) {
            return payment;
        }
        var held = Funds.none(PRICE).collect(PRICE);
        var funds = refund.use() == RefundUse.HELD ? held : held.use(PRICE);
        return payment.with(
                switch (refund.status()) {
                    case REQUESTED -> funds.askBack(refund.use(), PRICE);
                    case ABANDONED -> funds;
                    case RETURNED ->
                            funds.askBack(refund.use(), PRICE).returned(PRICE).cameBack(PRICE);
                    case SUCCEEDED -> funds.askBack(refund.use(), PRICE).returned(PRICE);
                });
    }

    static Order order(OrderStatus status) {
        return new Order(
                ORDER,
                status,
                1,
                new BuyerId("buyer"),
                new ItemId("I0000000000000001"),
                ItemKind.ASSET_CREDIT,
                new ConsignorId("C0000000000000001"),
                1,
                100,
                PRICE,
                500,
                DUE);
    }

    /// An open case about the payment, opened by such a word.
    static Doubt doubt(CaseKind kind, FactKind fact, Money money) {
        return new Doubt(
                "K0000000000000001",
                kind + ":key",
                kind,
                PAYMENT,
                fact,
                money,
                "their-1",
                new TransactionId("t-back"),
                FactSource.CALLBACK);
    }
}
