package dev.consign.processor.backoffice.cases.stored;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.payment.FactKind;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of `case_file`; opened by what finds something, closed by the engine or a person.
@Entity(name = "CaseFile")
@Table(name = "case_file")
public class CaseRow {
    @Id public String caseId;

    String caseKey;
    public String kind;
    public String status;
    public @Nullable String orderNo;
    public @Nullable String paymentNo;
    public @Nullable String messageId;
    @Nullable String factKind;
    @Nullable String currency;

    @Nullable Long amountMinor;
    @Nullable String transactionId;
    public @Nullable String number;

    public String evidence;
    public @Nullable String owner;
    public @Nullable String resolution;
    public LocalDateTime openedAt;
    public @Nullable LocalDateTime resolvedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected CaseRow() {}

    /// The order it is about; empty when it is about none that we know.
    public Optional<OrderNo> order() {
        return Optional.ofNullable(orderNo).map(OrderNo::new);
    }

    /// What its key names beside the kind: a payment, a refund, a message.
    public String subject() {
        return caseKey.substring(caseKey.indexOf(':') + 1);
    }

    public CaseKind kind() {
        return CaseKind.valueOf(kind);
    }

    /// What kind of word it was opened by; null for none.
    public @Nullable FactKind factKind() {
        return factKind == null ? null : FactKind.valueOf(factKind);
    }

    /// What that word spoke of; empty when it was opened by none.
    public Optional<Money> money() {
        return currency == null || amountMinor == null
                ? Optional.empty()
                : Optional.of(Money.of(currency, amountMinor));
    }

    /// The movement that word spoke of.
    public Optional<TransactionId> transaction() {
        return Optional.ofNullable(transactionId).map(TransactionId::new);
    }

    /// The payment it is about; empty when it is about none in particular.
    public Optional<PaymentNo> payment() {
        return Optional.ofNullable(paymentNo).map(PaymentNo::new);
    }

    /// Whether it says, while it is open, that money of its payment may have been taken from us.
    public boolean putsInDoubt() {
        return kind() == CaseKind.UNEXPECTED_REFUND || kind() == CaseKind.DISPUTE;
    }

    /// Whether a gateway has moved money that stands in no book as it should, or is said to have,
    /// so that also to do nothing about it is a decision about money.
    public boolean aboutMoney() {
        return switch (kind()) {
            case SECOND_PAYMENT,
                    UNEXPECTED_REFUND,
                    REFUND_RETURNED,
                    DISPUTE,
                    UNCONFIRMED,
                    UNKNOWN_CALLBACK ->
                    true;
            case MISMATCH -> factKind == null || FactKind.valueOf(factKind).speaksOfMoney();
            case UNKNOWN_ORDER,
                    CONFLICT,
                    OVERDUE,
                    REQUERY_EXHAUSTED,
                    CLOSE_EXHAUSTED,
                    REFUND_FAILED,
                    NOTIFICATION_FAILED,
                    ENDPOINT_DISABLED ->
                    false;
        };
    }
}
