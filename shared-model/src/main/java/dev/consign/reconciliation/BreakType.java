package dev.consign.reconciliation;

/// How the gateway's file and our books can differ, and for each whether it goes to the engine. It
/// does where it is a payment fact that our books lack: the engine then books it, or opens the same
/// case as the callback would have, which is where it can be resolved (issue 10, row 10). It does
/// not where our books already say something else, where the gateway says nothing, or where nobody
/// knows what it says: then a person must look first.
///
/// A new type is added here, in the CHECK list of `recon_break`, and where the compiler then asks
/// for it.
public enum BreakType {
    /// The gateway has collected for a payment of ours, and we have not booked it. To the engine:
    /// it pays the order, or is second money and a case.
    PAID_THERE_NOT_HERE,
    /// We have booked a payment that is in no file of the gateway. Not to the engine: that a file
    /// does not say something is no word of the gateway.
    PAID_HERE_NOT_THERE,
    /// Both know the movement, with another amount or currency. To the engine, in the gateway's
    /// amount, when nothing of it is booked here, and when all of it is still held because its
    /// amount was in doubt; not when it is booked otherwise, which the engine would have to take
    /// for a contradiction.
    AMOUNT_DIFFERS,
    /// Both know the payment and its amount, but by another transaction, and ours is in no file.
    /// Never to the engine: it would book as a second payment what came once (incident Q5).
    TRANSACTION_DIFFERS,
    /// The gateway has returned money, and we have not booked that. To the engine: it books a
    /// refund we asked for, and opens a case UNEXPECTED_REFUND for one nobody here asked for.
    REFUNDED_THERE_NOT_HERE,
    /// We have booked a refund that is in no file of the gateway. Not to the engine, like a
    /// payment.
    REFUNDED_HERE_NOT_THERE,
    /// The buyer's bank has sent a refund back, and we have not booked that it came back. To the
    /// engine, which books it and opens a case REFUND_RETURNED; not when it stands in a file that a
    /// person gave: on such a word money would be free to be sent to the buyer once more (rule 12).
    RETURNED_THERE_NOT_HERE,
    /// Money under a payment number that we never gave out. To the engine: a case UNKNOWN_ORDER.
    /// Not when most of a file is of this type: then the file is somebody else's.
    UNKNOWN_PAYMENT,
    /// The same movement stands in the file more than once. Not to the engine: it would be the same
    /// fact again, and whether the money moved twice only a person can find out.
    REPEATED_LINE,
    /// A line that is whole and says what we have no word for. Not to the engine: nobody knows what
    /// it would be told.
    UNKNOWN_LINE_KIND
}
