package dev.consign.bench.micro;

import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.FactCodec;
import dev.consign.gateway.CallbackReading;
import dev.consign.gateway.CallbackRequest;
import dev.consign.gateway.sandbox.SandboxCallbackSettings;
import dev.consign.gateway.sandbox.SandboxCallbacks;
import dev.consign.id.BuyerId;
import dev.consign.id.ConsignorId;
import dev.consign.id.GatewayCode;
import dev.consign.id.ItemId;
import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Decision;
import dev.consign.order.ItemKind;
import dev.consign.order.Order;
import dev.consign.order.OrderContext;
import dev.consign.order.OrderRules;
import dev.consign.order.OrderStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.Funds;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentStatus;
import dev.consign.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What one callback passes from its HTTP body to the decision, each piece called as the product
/// calls it. Every input is checked first: what is refused early would look fast.
@State(Scope.Thread)
public class HotPieces {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123Z");
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String CALLBACK =
            """
            {"type":"payment.paid","timestamp":"2026-11-20T10:00:00.123Z","data":{\
            "paymentNo":"P01KAGTEWP6T3J5M2","transactionId":"sbx_0000000000000001",\
            "amount":{"currency":"CNY","minor":27001},\
            "occurredAt":"2026-11-20T09:59:58.512Z","memo":"A thing"}}\
            """;

    private final SandboxCallbacks gateway =
            new SandboxCallbacks(
                    new GatewayCode("sandbox"),
                    new SandboxCallbackSettings(
                            List.of(new Secret(SECRET)), "sandbox", Duration.ofMinutes(5)));
    private final PaymentFact fact =
            new PaymentFact(
                    new GatewayCode("sandbox"),
                    "sandbox",
                    new PaymentNo("P01KAGTEWP6T3J5M2"),
                    FactKind.PAID,
                    Money.of("CNY", 27_001),
                    new TransactionId("sbx_0000000000000001"),
                    null,
                    Instant.parse("2026-11-20T09:59:58.512Z"),
                    FactSource.CALLBACK);
    private final Callback callback = Callback.signed(SECRET, CALLBACK, NOW);
    private final String body = FactCodec.encode(fact);
    private final OrderContext waiting =
            context(OrderStatus.PROCESSING, payment(PaymentStatus.PENDING));
    private final OrderContext paid = context(OrderStatus.COMPLETED, delivered());

    /// @throws IllegalStateException when an input does not lead where it should
    @Setup
    public void check() {
        require(verify().equals(new CallbackReading.Facts(List.of(fact))));
        require(decode().equals(new DecodedFact.Fact(fact)));
        require(decidePaid() instanceof Decision.Apply);
        require(decideAgain() instanceof Decision.Ignore);
    }

    /// From headers and bytes to a fact: signature, time, JSON.
    @Benchmark
    public CallbackReading verify() {
        return gateway.read(CallbackRequest.of(callback.headers(), callback.body()), NOW);
    }

    @Benchmark
    public String encode() {
        return FactCodec.encode(fact);
    }

    @Benchmark
    public DecodedFact decode() {
        return FactCodec.decode(body);
    }

    @Benchmark
    public MessageId messageId() {
        return fact.messageId();
    }

    @Benchmark
    public byte[] fingerprint() {
        return fact.fingerprint();
    }

    /// Money for an order that waits for it.
    @Benchmark
    public Decision decidePaid() {
        return OrderRules.decide(waiting, fact, NOW);
    }

    /// The same money once more.
    @Benchmark
    public Decision decideAgain() {
        return OrderRules.decide(paid, fact, NOW);
    }

    private static OrderContext context(OrderStatus status, Payment payment) {
        var order =
                new Order(
                        payment.orderNo(),
                        status,
                        2,
                        new BuyerId("buyer-1"),
                        new ItemId("I01KAGTEWP6T3J5M2"),
                        ItemKind.ASSET_CREDIT,
                        new ConsignorId("C01KAGTEWP6T3J5M2"),
                        1,
                        100,
                        payment.amount(),
                        333,
                        NOW.plusSeconds(1_800));
        return new OrderContext(order, List.of(payment), List.of(), false);
    }

    private Payment payment(PaymentStatus status) {
        return new Payment(
                fact.paymentNo(),
                new OrderNo("O01KAGTEWP6T3J5M2"),
                fact.gateway(),
                fact.merchant(),
                fact.money(),
                status,
                null,
                Funds.none(fact.money()));
    }

    private Payment delivered() {
        var funds = Funds.none(fact.money()).collect(fact.money()).use(fact.money());
        return payment(PaymentStatus.PENDING)
                .in(PaymentStatus.PAID, fact.transactionId())
                .with(funds);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("an input of the benchmark is not what it should be");
        }
    }
}
