package dev.consign.reconciler.ask;

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
import java.time.LocalDate;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A gateway that answers as told, and counts what it is asked and told.
final class FakeGateway implements GatewayClient {
    static final Money PRICE = Money.of("CNY", 27_000);

    final Map<PaymentNo, AtomicInteger> questions = new ConcurrentHashMap<>();
    final Map<PaymentNo, AtomicInteger> closures = new ConcurrentHashMap<>();
    final Queue<RefundRequest> refundRequests = new ConcurrentLinkedQueue<>();
    volatile Function<PaymentNo, QueryAnswer> answer;
    volatile Function<PaymentNo, CloseAnswer> closing =
            payment -> new CloseAnswer.Known(fact(payment, FactKind.CLOSED));
    volatile Function<RefundRequest, RefundAnswer> refunding =
            request -> new RefundAnswer.Refunded(refunded(request));

    FakeGateway(Function<PaymentNo, QueryAnswer> answer) {
        this.answer = answer;
    }

    static QueryAnswer known(PaymentNo payment, FactKind kind) {
        return new QueryAnswer.Known(fact(payment, kind));
    }

    static PaymentFact fact(PaymentNo payment, FactKind kind) {
        return new PaymentFact(
                new GatewayCode("fake"),
                "consign",
                payment,
                kind,
                PRICE,
                kind == FactKind.PAID ? new TransactionId("tx-" + payment) : null,
                null,
                TaskTable.NOON,
                FactSource.QUERY);
    }

    static PaymentFact refunded(RefundRequest request) {
        return new PaymentFact(
                new GatewayCode("fake"),
                "consign",
                request.paymentNo(),
                FactKind.REFUNDED,
                request.amount(),
                new TransactionId("back-" + request.refundNo()),
                request.refundNo().value(),
                TaskTable.NOON,
                FactSource.QUERY);
    }

    int asked() {
        return questions.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    @Override
    public QueryAnswer query(PaymentNo paymentNo) {
        questions.computeIfAbsent(paymentNo, _ -> new AtomicInteger()).incrementAndGet();
        return answer.apply(paymentNo);
    }

    @Override
    public GatewayCode code() {
        return new GatewayCode("fake");
    }

    @Override
    public Duration longestCall() {
        return Duration.ofSeconds(1);
    }

    @Override
    public String merchant() {
        return "consign";
    }

    @Override
    public CreateAnswer create(CreateRequest request) {
        throw new AssertionError("the reconciler only asks");
    }

    @Override
    public CloseAnswer close(PaymentNo paymentNo, Money amount) {
        closures.computeIfAbsent(paymentNo, _ -> new AtomicInteger()).incrementAndGet();
        return closing.apply(paymentNo);
    }

    @Override
    public RefundAnswer refund(RefundRequest request) {
        refundRequests.add(request);
        return refunding.apply(request);
    }

    @Override
    public StatementAnswer statement(LocalDate businessDate, Path into) {
        throw new AssertionError("the reconciler only asks");
    }
}
