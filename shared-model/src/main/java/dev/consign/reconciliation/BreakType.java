package dev.consign.reconciliation;

/// How the gateway's file and our books can differ. A new type is added here, in the CHECK list of
/// `recon_break`, and where the compiler then asks for it.
public enum BreakType {
    /// The gateway has collected for a payment of ours, and we have not booked it.
    PAID_THERE_NOT_HERE,
    /// We have booked a payment that is in no file of the gateway.
    PAID_HERE_NOT_THERE,
    /// Both know the movement, with another amount or currency.
    AMOUNT_DIFFERS,
    /// The gateway has returned money, and we have not booked that.
    REFUNDED_THERE_NOT_HERE,
    /// We have booked a refund that is in no file of the gateway.
    REFUNDED_HERE_NOT_THERE,
    /// Money under a payment number that we never gave out.
    UNKNOWN_PAYMENT,
    /// The same movement stands in the file more than once.
    REPEATED_LINE
}
