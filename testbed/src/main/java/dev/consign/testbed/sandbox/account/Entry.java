package dev.consign.testbed.sandbox.account;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// One line of the journal. Read in order, the lines give the state the gateway had.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.PaymentChanged.class, name = "payment"),
    @JsonSubTypes.Type(value = Entry.ClosedUnseen.class, name = "tombstone"),
    @JsonSubTypes.Type(value = Entry.EventMade.class, name = "event"),
    @JsonSubTypes.Type(value = Entry.DeliveryOrdered.class, name = "delivery"),
    @JsonSubTypes.Type(value = Entry.DeliveryEnded.class, name = "delivered")
})
public sealed interface Entry {
    /// @param payment as it is from now on
    record PaymentChanged(Payment payment) implements Entry {}

    /// @param tombstone of a number that is never paid
    record ClosedUnseen(Tombstone tombstone) implements Entry {}

    /// @param event never changes afterwards
    record EventMade(Event event) implements Entry {}

    /// @param delivery number of this copy
    /// @param eventKey what is to be delivered
    record DeliveryOrdered(String delivery, String eventKey) implements Entry {}

    /// @param delivery number of the copy
    /// @param accepted false when the gateway gave up
    record DeliveryEnded(String delivery, boolean accepted) implements Entry {}
}
