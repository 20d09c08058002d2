package dev.consign.gateway;

import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a gateway's file, in the same words for every gateway: a movement of money that we
/// understand, or one that we do not and that a person must look at.
public sealed interface StatementLine {
    /// Which line of the file, from 1.
    int number();

    Kind kind();

    Money amount();

    /// What the gateway kept; negative when it gave some back.
    Money fee();

    /// By the gateway's clock.
    Instant occurredAt();

    /// What a line says. The words of the table `statement_line`.
    enum Kind {
        /// The gateway collected.
        PAYMENT,
        /// The gateway gave money back.
        REFUND,
        /// The buyer's bank sent a refund back.
        REFUND_RETURNED,
        /// Something that we have no word for.
        OTHER
    }

    /// Money that came or went back.
    ///
    /// @param kind says which way the money went; never `OTHER`
    /// @param refundNo the refund's number, ours or the gateway's own; null for a payment
    /// @param amount always positive
    record Movement(
            int number,
            Kind kind,
            PaymentNo paymentNo,
            @Nullable String refundNo,
            TransactionId transactionId,
            Money amount,
            Money fee,
            Instant occurredAt)
            implements StatementLine {

        /// @throws IllegalArgumentException when the amount is not positive, or nobody knows what
        ///   moved
        public Movement {
            if (!amount.isPositive()) {
                throw new IllegalArgumentException("a movement of no money");
            }
            if (kind == Kind.OTHER) {
                throw new IllegalArgumentException("a movement of an unknown kind");
            }
        }
    }

    /// A line that is whole and says something we have no word for. It takes part in the file's own
    /// count and sums like every other, and never moves anything here: one such line must not stop
    /// a file of a million others, nor be left out in silence (issue 10).
    ///
    /// @param word the file's own word for its kind, 1 to 64 characters
    /// @param flaw what is not understood, as the end of a sentence that begins with "The line":
    ///   nothing of the line itself
    /// @param paymentNo as the file has it, 1 to 64 printable ASCII characters; null when it has
    ///   none
    /// @param refundNo likewise
    /// @param transactionId likewise
    /// @param amount signed as in the file, in the currency `XXX` when the file's is none
    record Unknown(
            int number,
            String word,
            String flaw,
            @Nullable String paymentNo,
            @Nullable String refundNo,
            @Nullable String transactionId,
            Money amount,
            Money fee,
            Instant occurredAt)
            implements StatementLine {
        @Override
        public Kind kind() {
            return Kind.OTHER;
        }
    }
}
