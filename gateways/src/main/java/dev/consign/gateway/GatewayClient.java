package dev.consign.gateway;

import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;

/// How one gateway is asked, with the credential that lets us ask. Decides nothing about orders,
/// and never throws for what the other side does: every answer is a value. Safe for many threads.
public interface GatewayClient extends AutoCloseable {
    /// Its name in paths and tables.
    GatewayCode code();

    /// Our account there.
    String merchant();

    /// No call takes longer, but for fetching a statement.
    Duration longestCall();

    /// Asks the gateway to collect. Safe to repeat with the same payment number.
    CreateAnswer create(CreateRequest request);

    /// Asks how a payment stands.
    QueryAnswer query(PaymentNo paymentNo);

    /// Tells the gateway to take no money for a payment any more. Safe to repeat. A gateway that
    /// has never heard of the payment is to remember the number as closed, where it can, so that a
    /// request to collect that is still on its way finds it closed.
    ///
    /// @param amount what the payment was to collect
    CloseAnswer close(PaymentNo paymentNo, Money amount);

    /// Tells the gateway to give money back. Safe to repeat with the same refund number; the
    /// repetition is also how to ask about a refund whose answer was lost.
    RefundAnswer refund(RefundRequest request);

    /// Fetches the gateway's own record of one business date, as a file that is never held in
    /// memory.
    ///
    /// @param into replaced if it is there
    StatementAnswer statement(LocalDate businessDate, Path into);

    /// Ends calls under way; they answer as unclear.
    @Override
    default void close() {}
}
