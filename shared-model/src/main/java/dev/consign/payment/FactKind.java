package dev.consign.payment;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// What a gateway can say about one payment. Part of every message id, so that a failure never
/// hides the success that follows it (incident P6). What the outside can revoke has a kind of its
/// own (docs/rules.md, rule 17).
public enum FactKind {
    PENDING,
    PAID,
    FAILED,
    CLOSED,
    /// Money went back to the buyer.
    REFUNDED,
    /// Money that had gone back came back here: the buyer's bank did not take it.
    REFUND_RETURNED,
    /// The buyer's bank contests the payment; the gateway has taken its money aside.
    DISPUTE_OPENED,
    /// The contested money is ours after all.
    DISPUTE_WON,
    /// The contested money is the buyer's again.
    DISPUTE_LOST;

    /// Those that say, if true, that money of the payment is not ours to spend any more.
    public static final Set<FactKind> TAKING_MONEY =
            Arrays.stream(values())
                    .filter(FactKind::takesMoney)
                    .collect(Collectors.toUnmodifiableSet());

    /// Whether it says how the payment itself stands, as the answer to a question does.
    public boolean isStatus() {
        return switch (this) {
            case PENDING, PAID, FAILED, CLOSED -> true;
            case REFUNDED, REFUND_RETURNED, DISPUTE_OPENED, DISPUTE_WON, DISPUTE_LOST -> false;
        };
    }

    /// Whether it says that a certain sum of money moved or is contested.
    public boolean speaksOfMoney() {
        return switch (this) {
            case PENDING, FAILED, CLOSED -> false;
            case PAID, REFUNDED, REFUND_RETURNED, DISPUTE_OPENED, DISPUTE_WON, DISPUTE_LOST -> true;
        };
    }

    /// Whether it says, if true, that money of the payment is not ours to spend any more.
    public boolean takesMoney() {
        return switch (this) {
            case REFUNDED, DISPUTE_OPENED, DISPUTE_LOST -> true;
            case PENDING, PAID, FAILED, CLOSED, REFUND_RETURNED, DISPUTE_WON -> false;
        };
    }
}
