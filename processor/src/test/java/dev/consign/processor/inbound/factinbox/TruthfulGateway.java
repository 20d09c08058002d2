package dev.consign.processor.inbound.factinbox;

import dev.consign.engine.MoneyPath;
import dev.consign.gateway.CloseAnswer;
import dev.consign.gateway.CreateAnswer;
import dev.consign.gateway.CreateRequest;
import dev.consign.gateway.GatewayClient;
import dev.consign.gateway.QueryAnswer;
import dev.consign.gateway.RefundAnswer;
import dev.consign.gateway.RefundRequest;
import dev.consign.gateway.StatementAnswer;
import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A gateway without a wire: it has every payment of [MoneyPath], answers at once and tells the
/// truth, and takes money also for what was closed.
public final class TruthfulGateway implements GatewayClient {
    private final Map<PaymentNo, FactKind> states = new ConcurrentHashMap<>();
    private final Map<PaymentNo, AtomicInteger> closures = new ConcurrentHashMap<>();
    private final Set<String> refunds = ConcurrentHashMap.newKeySet();
    private final InstantSource clock;

    /// @param clock for the time of what it says
    public TruthfulGateway(InstantSource clock) {
        this.clock = clock;
    }

    /// The buyer pays.
    void pay(PaymentNo paymentNo) {
        states.put(paymentNo, FactKind.PAID);
    }

    /// How often each payment was told to be closed.
    public Map<PaymentNo, AtomicInteger> closures() {
        return closures;
    }

    int refunded() {
        return refunds.size();
    }

    @Override
    public GatewayCode code() {
        return new GatewayCode("sandbox");
    }

    @Override
    public Duration longestCall() {
        return Duration.ofSeconds(1);
    }

    @Override
    public String merchant() {
        return "sandbox";
    }

    @Override
    public QueryAnswer query(PaymentNo paymentNo) {
        return new QueryAnswer.Known(
                fact(paymentNo, states.getOrDefault(paymentNo, FactKind.PENDING)));
    }

    @Override
    public CloseAnswer close(PaymentNo paymentNo, Money amount) {
        closures.computeIfAbsent(paymentNo, _ -> new AtomicInteger()).incrementAndGet();
        var now =
                states.merge(
                        paymentNo,
                        FactKind.CLOSED,
                        (before, _) -> before == FactKind.PENDING ? FactKind.CLOSED : before);
        return new CloseAnswer.Known(fact(paymentNo, now));
    }

    @Override
    public RefundAnswer refund(RefundRequest request) {
        refunds.add(request.refundNo().value());
        return new RefundAnswer.Refunded(
                new PaymentFact(
                        code(),
                        merchant(),
                        request.paymentNo(),
                        FactKind.REFUNDED,
                        request.amount(),
                        request.transactionId(),
                        request.refundNo().value(),
                        clock.instant(),
                        FactSource.QUERY));
    }

    /// As it would say it by callback.
    PaymentFact fact(PaymentNo paymentNo, FactKind kind) {
        return new PaymentFact(
                code(),
                merchant(),
                paymentNo,
                kind,
                MoneyPath.PRICE,
                kind == FactKind.PAID ? new TransactionId("t-" + paymentNo) : null,
                null,
                clock.instant(),
                FactSource.QUERY);
    }

    @Override
    public CreateAnswer create(CreateRequest request) {
        return new CreateAnswer.Unclear("its payments are there already");
    }

    @Override
    public StatementAnswer statement(LocalDate businessDate, Path into) {
        return new StatementAnswer.NotReady();
    }
}
