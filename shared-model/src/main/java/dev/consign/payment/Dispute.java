package dev.consign.payment;

import dev.consign.id.PaymentNo;
import dev.consign.money.Money;

/// A payment that the buyer's bank contests.
///
/// @param disputeNo the gateway's number, unique within the payment (docs/rules.md, rule 16)
/// @param amount what is contested, more than nothing
public record Dispute(PaymentNo paymentNo, String disputeNo, Money amount, DisputeStatus status) {
    /// The same dispute in another status.
    public Dispute in(DisputeStatus next) {
        return new Dispute(paymentNo, disputeNo, amount, next);
    }
}
