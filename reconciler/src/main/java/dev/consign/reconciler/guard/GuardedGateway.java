package dev.consign.reconciler.guard;

import dev.consign.gateway.CloseAnswer;
import dev.consign.gateway.GatewayClient;
import dev.consign.gateway.QueryAnswer;
import dev.consign.gateway.RefundAnswer;
import dev.consign.gateway.RefundRequest;
import dev.consign.gateway.StatementAnswer;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.platform.breaker.PatientBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// One gateway behind its circuit breaker and its rate limiter: no call passes both unless the
/// gateway seems well and it is its turn (incident I5).
public final class GuardedGateway {
    private final GatewayClient gateway;
    private final PatientBreaker gate;
    private final CircuitBreaker breaker;
    private final RateLimiter limiter;

    GuardedGateway(GatewayClient gateway, GuardSettings settings) {
        this.gateway = gateway;
        this.breaker = CircuitBreaker.of(gateway.code().value(), settings.breaker());
        this.gate = new PatientBreaker(breaker, settings.permitWait());
        this.limiter = RateLimiter.of(gateway.code().value(), settings.limiter());
    }

    /// Asks how a payment stands.
    public CallResult<QueryAnswer> query(PaymentNo paymentNo) {
        return call(
                () -> gateway.query(paymentNo),
                QueryAnswer.Unclear::new,
                answer -> answer instanceof QueryAnswer.Unclear);
    }

    /// Tells the gateway to take no money for a payment any more.
    public CallResult<CloseAnswer> close(PaymentNo paymentNo, Money amount) {
        return call(
                () -> gateway.close(paymentNo, amount),
                CloseAnswer.Unclear::new,
                answer -> answer instanceof CloseAnswer.Unclear);
    }

    /// Tells the gateway to give money back.
    public CallResult<RefundAnswer> refund(RefundRequest request) {
        return call(
                () -> gateway.refund(request),
                RefundAnswer.Unclear::new,
                answer -> answer instanceof RefundAnswer.Unclear);
    }

    /// Fetches the statement of a date.
    public CallResult<StatementAnswer> statement(LocalDate businessDate, Path into) {
        return call(
                () -> gateway.statement(businessDate, into),
                StatementAnswer.Unclear::new,
                answer -> answer instanceof StatementAnswer.Unclear);
    }

    /// Adapters turn every failure of the other side into a value; one that throws all the same has
    /// a bug, and what the gateway thinks is as unclear as ever.
    ///
    /// @param unclear says so, without an answer of the gateway
    /// @param isUnclear what counts against the gateway's health
    private <A> CallResult<A> call(
            Supplier<A> question, Function<String, A> unclear, Predicate<A> isUnclear) {
        if (!gate.admits(limiter.getRateLimiterConfig().getTimeoutDuration())) {
            return new CallResult.NotCalled<>("the gateway is unwell and left alone");
        }
        if (!limiter.acquirePermission()) {
            breaker.releasePermission();
            return new CallResult.NotCalled<>("the gateway was asked often enough");
        }
        var start = breaker.getCurrentTimestamp();
        A answer;
        try {
            answer = question.get();
        } catch (RuntimeException e) {
            answer = unclear.apply("the adapter failed: " + e);
        }
        var took = breaker.getCurrentTimestamp() - start;
        if (isUnclear.test(answer)) {
            breaker.onError(took, breaker.getTimestampUnit(), new Unanswered());
        } else {
            breaker.onSuccess(took, breaker.getTimestampUnit());
        }
        return new CallResult.Answered<>(answer);
    }

    /// Whether claiming tasks for this gateway would only mean handing them back.
    boolean leftAlone() {
        if (breaker.getState() != State.OPEN) {
            return false;
        }
        // An open breaker notices that its time is over only when somebody asks for permission.
        var refused = !breaker.tryAcquirePermission();
        if (!refused) {
            breaker.releasePermission();
        }
        return refused;
    }

    /// For the breaker's verdict, and then for the limiter's.
    Duration longestWait() {
        return limiter.getRateLimiterConfig().getTimeoutDuration().multipliedBy(2);
    }

    /// What the breaker counts.
    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;

        Unanswered() {
            super("no clear answer", null, false, false);
        }
    }
}
