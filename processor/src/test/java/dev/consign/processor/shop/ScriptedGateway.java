package dev.consign.processor.shop;

import dev.consign.gateway.CallbackReader;
import dev.consign.gateway.CallbackReading;
import dev.consign.gateway.CallbackReply;
import dev.consign.gateway.CallbackRequest;
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
import dev.consign.money.Money;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A gateway that answers as the test says; it remembers what it was asked to collect.
final class ScriptedGateway implements CallbackReader, GatewayClient {
    final Queue<PaymentNo> asked = new ConcurrentLinkedQueue<>();
    volatile @Nullable CreateRequest last;
    volatile Function<PaymentNo, CreateAnswer> answer = ScriptedGateway::created;
    volatile Supplier<CallbackReading> reading = () -> new CallbackReading.Forged("scripted");

    static CreateAnswer created(PaymentNo paymentNo) {
        return new CreateAnswer.Created(URI.create("http://127.0.0.1/pay/" + paymentNo));
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
        return "merchant";
    }

    @Override
    public CallbackReading read(CallbackRequest request, Instant now) {
        return reading.get();
    }

    @Override
    public CallbackReply received() {
        return new CallbackReply(200, "text/plain", "ok", null);
    }

    @Override
    public CallbackReply sendAgain(Duration after) {
        return new CallbackReply(503, "text/plain", "again", after);
    }

    @Override
    public CreateAnswer create(CreateRequest request) {
        asked.add(request.paymentNo());
        last = request;
        return answer.apply(request.paymentNo());
    }

    @Override
    public QueryAnswer query(PaymentNo paymentNo) {
        return new QueryAnswer.NotFound();
    }

    @Override
    public CloseAnswer close(PaymentNo paymentNo, Money amount) {
        throw new AssertionError("the shop closes nothing");
    }

    @Override
    public RefundAnswer refund(RefundRequest request) {
        throw new AssertionError("the shop refunds nothing");
    }

    @Override
    public StatementAnswer statement(LocalDate businessDate, Path into) {
        throw new AssertionError("the shop fetches nothing");
    }
}
