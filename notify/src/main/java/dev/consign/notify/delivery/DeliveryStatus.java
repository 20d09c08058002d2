package dev.consign.notify.delivery;

/// What became of a delivery.
public enum DeliveryStatus {
    /// It is sent when it is due.
    WAITING,
    /// Its webhook is disabled; it waits when that is enabled again.
    HELD,
    /// The other side said that it has it.
    SENT,
    /// The schedule is used up, or the other side will never take it; support may send it again.
    GIVEN_UP,
    /// There is nobody left to tell: the webhook was deleted, the address taken back.
    WITHDRAWN
}
