package dev.consign.processor.backoffice.statements;

import dev.consign.ledger.Journal.JournalKind;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// One posting to a consignor's account, with what it was for. Amounts are minor units; what raises
/// the balance is positive.
///
/// @param change of the balance
/// @param fee of the same journal, to the platform; negative when it went back
/// @param rounding of the same journal
/// @param sale null for a payout
/// @param payout null for a sale or a refund
record Movement(
        Place place,
        JournalKind kind,
        String currency,
        long change,
        long fee,
        long rounding,
        @Nullable Sale sale,
        @Nullable Payout payout) {

    /// What the buyer paid, or got back: all shares of it.
    long gross() {
        return change + fee + rounding;
    }

    /// What the posting is called: our refund number, the order's number or the payout's.
    String reference() {
        if (payout != null) {
            return payout.payoutId;
        }
        var key = place.journalKey;
        return key.substring(0, key.lastIndexOf(':'));
    }

    /// Where the posting stands in the account; no two stand in the same place.
    record Place(Instant at, String journalKey, int line) {}

    /// @param title of the item
    /// @param quantity of the whole order
    record Sale(String orderNo, String title, int quantity) {}

    record Payout(String payoutId, LocalDate businessDate) {}
}
