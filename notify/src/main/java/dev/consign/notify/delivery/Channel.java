package dev.consign.notify.delivery;

import dev.consign.message.Notification;
import java.util.Collection;
import java.util.List;

/// Those of one kind who are told: knows who they are, and tells one of them.
public interface Channel {
    /// Which kind.
    SinkKind kind();

    /// Who is to be told of these; at most one statement, in the transaction that takes them in.
    List<Recipient> recipients(Collection<Notification> notifications);

    /// Tells one. Runs on a thread of its own, which is interrupted when its time is over; whatever
    /// is thrown counts as a failure of this delivery and of nothing else.
    DeliveryResult deliver(Delivery delivery) throws Exception;

    /// Keeps its own account of the answer, in the transaction that settles the delivery and before
    /// any row of a delivery is locked.
    default void answered(Delivery delivery, DeliveryResult answer) {}

    /// One who is to be told of one notification.
    record Recipient(Notification notification, String target) {}
}
