package dev.consign.reconciler.matching;

import dev.consign.money.Money;
import dev.consign.reconciliation.BreakType;
import dev.consign.reconciliation.StatementOrigin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A difference as it was found; the same difference has the same type and reference in every run.
///
/// @param reference what names it within its gateway, date and type: a transaction, a payment or a
///   refund
/// @param forEngine whether it is a payment fact that goes to the engine, with what the gateway
///   says
/// @param question the money that is in question
/// @param there what the gateway says, null when it says nothing
/// @param here what our books say, null when they say nothing
/// @param occurredAt by the gateway's clock where it told one
/// @param why one sentence for people
record Break(
        BreakType type,
        String reference,
        boolean forEngine,
        Names names,
        Money question,
        @Nullable Money there,
        @Nullable Money here,
        @Nullable Instant occurredAt,
        String why) {

    /// What may be told to the engine when it stands in such a file.
    Break from(StatementOrigin origin) {
        if (type != BreakType.RETURNED_THERE_NOT_HERE || origin == StatementOrigin.FETCHED) {
            return this;
        }
        return new Break(
                type,
                reference,
                false,
                names,
                question,
                there,
                here,
                occurredAt,
                why
                        + " A file that a person gave does not move this money: have the gateway's own file fetched, or its callback sent again.");
    }

    /// What a difference is about.
    ///
    /// @param paymentNo null when nobody names one
    /// @param transactionId the gateway's where it says one, else ours
    /// @param hereTransactionId ours, where it is another
    /// @param line of the file; null when it is in none
    record Names(
            @Nullable String paymentNo,
            @Nullable String refundNo,
            @Nullable String transactionId,
            @Nullable String hereTransactionId,
            @Nullable Integer line) {}
}
