package dev.consign.order;

import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An open case that says that money of a payment may not be ours, or not what it seems. Such money
/// is nobody's to spend (docs/rules.md, rule 13).
///
/// @param caseId how people name the case; null for one that is being opened now
/// @param caseKey how the case is named once for each cause
/// @param fact what kind of word the case was opened by
/// @param money what that word spoke of
/// @param number of the refund or dispute it spoke of, as the gateway says it
/// @param transactionId the movement it spoke of
/// @param source who spoke; null when no word opened the case
public record Doubt(
        @Nullable String caseId,
        String caseKey,
        CaseKind kind,
        PaymentNo paymentNo,
        @Nullable FactKind fact,
        @Nullable Money money,
        @Nullable String number,
        @Nullable TransactionId transactionId,
        @Nullable FactSource source) {
    /// Cases of which one may hold money, should the word it was opened by say so.
    public static final Set<CaseKind> MAY_HOLD_MONEY = mayHoldMoney();

    private static Set<CaseKind> mayHoldMoney() {
        var kinds = EnumSet.noneOf(CaseKind.class);
        for (var kind : CaseKind.values()) {
            if (holdsMoney(kind, null)
                    || Arrays.stream(FactKind.values()).anyMatch(fact -> holdsMoney(kind, fact))) {
                kinds.add(kind);
            }
        }
        return Collections.unmodifiableSet(kinds);
    }

    /// Whether the rules look at it at all. What other cases wait for is no doubt about money.
    public boolean isAboutMoney() {
        return switch (kind) {
            case MISMATCH, CONFLICT, SECOND_PAYMENT, UNEXPECTED_REFUND, DISPUTE, UNKNOWN_ORDER ->
                    true;
            case REFUND_FAILED -> fact == FactKind.REFUND_RETURNED;
            case OVERDUE,
                    REQUERY_EXHAUSTED,
                    CLOSE_EXHAUSTED,
                    REFUND_RETURNED,
                    UNCONFIRMED,
                    UNKNOWN_CALLBACK,
                    NOTIFICATION_FAILED,
                    ENDPOINT_DISABLED ->
                    false;
        };
    }

    /// Whether the money was taken from us, or may be: what is being asked back of it is asked for
    /// no more. Word that came before its order was known counts too (incident Q2).
    public boolean isReversal() {
        return isReversal(kind, fact);
    }

    private static boolean isReversal(CaseKind kind, @Nullable FactKind fact) {
        return switch (kind) {
            case UNEXPECTED_REFUND, DISPUTE -> true;
            case UNKNOWN_ORDER -> fact != null && fact.takesMoney();
            default -> false;
        };
    }

    /// Whether no goods may leave for the money. A reversal of more than the payment, or in another
    /// currency, does not fit it; that nothing went back is not what it says.
    public boolean holdsDelivery() {
        return isReversal() || doesNotFit();
    }

    private boolean doesNotFit() {
        return kind == CaseKind.MISMATCH
                && fact != null
                && fact.takesMoney()
                && (money == null || money.isPositive());
    }

    /// Whether money of this payment may be neither returned nor paid out.
    public boolean holdsMoney() {
        return holdsMoney(kind, fact);
    }

    private static boolean holdsMoney(CaseKind kind, @Nullable FactKind fact) {
        return isReversal(kind, fact)
                || switch (kind) {
                    case SECOND_PAYMENT -> true;
                    case MISMATCH -> fact != null && fact.speaksOfMoney();
                    default -> false;
                };
    }

    /// Whether it leaves open whether the buyer has paid. Word that moves no money never does: once
    /// it is put right its case is over, and an order sent to review for its sake would wait for a
    /// person nobody has told.
    public boolean leavesPaymentOpen() {
        return fact == FactKind.PAID && (kind == CaseKind.MISMATCH || kind == CaseKind.CONFLICT);
    }

    /// For those who are told why something cannot be done.
    public String name() {
        return "case %s (%s)".formatted(caseId == null ? caseKey : caseId, kind);
    }
}
