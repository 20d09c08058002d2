package dev.consign.ledger;

import dev.consign.id.OrderNo;
import dev.consign.money.Money;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One balanced set of postings under a key that exists once: the same business fact cannot be
/// booked twice, even with every other table emptied (docs/rules.md, rule 3).
///
/// @param key unique business key, at most 96 ASCII characters
/// @param orderNo null for a payout, which belongs to many orders
public record Journal(
        String key,
        JournalKind kind,
        @Nullable OrderNo orderNo,
        Instant postedAt,
        List<Posting> postings) {
    /// @throws IllegalArgumentException when the postings of any currency do not sum to zero
    public Journal {
        postings = List.copyOf(postings);
        var sums = new HashMap<String, Long>();
        for (var posting : postings) {
            sums.merge(
                    posting.amount().currency().getCurrencyCode(),
                    posting.amount().minor(),
                    Math::addExact);
        }
        if (postings.isEmpty() || sums.values().stream().anyMatch(sum -> sum != 0)) {
            throw new IllegalArgumentException(
                    "journal %s does not balance: %s".formatted(key, sums));
        }
    }

    /// One line of a journal.
    ///
    /// @param amount positive for a debit, negative for a credit
    public record Posting(Account account, Money amount) {}

    /// Why money moved.
    public enum JournalKind {
        /// The gateway collected from the buyer.
        COLLECT,
        /// A delivered order's proceeds were split.
        SETTLE,
        /// The gateway returned money to the buyer.
        REFUND,
        /// A consignor was paid what was owed.
        PAYOUT,
        /// A posting that was wrong is put right, or taken back (docs/rules.md, rule 18).
        CORRECT,
        /// The platform bears, or keeps, what a delivery's money differs from its price.
        DIFFERENCE,
        /// Money that had gone back to the buyer came back.
        RETURN,
        /// Contested money is put aside, or is where it was.
        DISPUTE
    }
}
