package dev.consign.bench.peer.spring;

import dev.consign.bench.peer.Facts;
import dev.consign.bench.stand.Program;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Component;

/// Takes messages in. The database transaction begins and ends within; the session is committed
/// after it. A transaction that lost a race is tried again here, without a way through the broker.
@Component
class PaymentListener {
    private final PaymentService payments;

    PaymentListener(PaymentService payments) {
        this.payments = payments;
    }

    @JmsListener(destination = Program.QUEUE)
    @Retryable(
            includes = {ConcurrencyFailureException.class, DataIntegrityViolationException.class},
            delay = 10,
            jitter = 10)
    void receive(String body) {
        payments.apply(Facts.of(body));
    }
}
