package dev.consign.testbed.sandbox.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The buyer's bank wants money back. Until it is decided nobody can have that money; lost, it is
/// the bank's, and a movement of the day it was lost.
///
/// @param disputeNo the gateway's number of it, unique within the payment
/// @param transactionId the gateway's number of the movement, should it be lost
/// @param amount what is disputed
/// @param endedAt null while it is open
public record Dispute(
        String disputeNo,
        String transactionId,
        Amount amount,
        Status status,
        Instant openedAt,
        @Nullable Instant endedAt) {
    public enum Status {
        OPEN,
        WON,
        LOST
    }

    Dispute ended(Status end, Instant when) {
        return new Dispute(disputeNo, transactionId, amount, end, openedAt, when);
    }

    boolean holdsMoney() {
        return status != Status.WON;
    }
}
