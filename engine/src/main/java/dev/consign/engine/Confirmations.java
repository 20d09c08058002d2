package dev.consign.engine;

import dev.consign.id.PaymentNo;
import dev.consign.order.Order;
import dev.consign.payment.PaymentFact;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a batch leaves to its gateways' word, and what they have said to such questions.
final class Confirmations {
    /// To be asked.
    final List<Asked> asked = new ArrayList<>();

    /// Payments to be asked about now although nothing waits for the answer.
    final Set<PaymentNo> askedToo = new LinkedHashSet<>();

    /// The gateway says the same.
    final Set<Confirmation.Key> confirmed = new LinkedHashSet<>();

    /// It says something else.
    final Set<Confirmation.Key> refuted = new LinkedHashSet<>();

    /// Payments of which it has said how they stand.
    final Set<PaymentNo> answered = new LinkedHashSet<>();

    /// What its gateway must be asked about now. What it has confirmed in the same batch is not: a
    /// refund that has happened would be asked for once more.
    List<Asked> toAsk() {
        return asked.stream()
                .filter(one -> one.now() && !confirmed.contains(Confirmation.Key.of(one.fact())))
                .toList();
    }

    /// @param cause who said it, and what is out of the ordinary
    /// @param now whether the gateway may be asked now
    record Asked(PaymentFact fact, Order order, ChangeReason cause, boolean now) {}
}
