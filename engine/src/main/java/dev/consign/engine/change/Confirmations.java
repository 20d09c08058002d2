package dev.consign.engine.change;

import dev.consign.id.PaymentNo;
import dev.consign.order.Order;
import dev.consign.payment.PaymentFact;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a batch leaves to its gateways' word, and what they have said to such questions.
public final class Confirmations {
    /// To be asked.
    public final List<Asked> asked = new ArrayList<>();

    /// Payments to be asked about now although nothing waits for the answer.
    public final Set<PaymentNo> askedToo = new LinkedHashSet<>();

    /// The gateway says the same.
    public final Set<Confirmation.Key> confirmed = new LinkedHashSet<>();

    /// It says something else.
    public final Set<Confirmation.Key> refuted = new LinkedHashSet<>();

    /// Payments of which it has said how they stand.
    public final Set<PaymentNo> answered = new LinkedHashSet<>();

    /// What its gateway must be asked about now. What it has confirmed in the same batch is not: a
    /// refund that has happened would be asked for once more.
    public List<Asked> toAsk() {
        return asked.stream()
                .filter(one -> one.now() && !confirmed.contains(Confirmation.Key.of(one.fact())))
                .toList();
    }

    /// @param cause who said it, and what is out of the ordinary
    /// @param now whether the gateway may be asked now
    public record Asked(PaymentFact fact, Order order, ChangeReason cause, boolean now) {}
}
