package dev.consign.gateway;

import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Consumer;

/// One payment gateway: how it signs and words its callbacks, how it wants them answered, and how
/// it is asked. Adapters hold no state, decide nothing about orders, and never throw for what the
/// other side does: every answer is a value.
public interface Gateway {
    /// Its name in paths and tables.
    GatewayCode code();

    /// Our account there, checked against every fact.
    String merchant();

    /// Headers without which no callback is this gateway's, whatever its body says: who lacks one
    /// is refused before a byte of the body is read (issue 11, number 2).
    ///
    /// @return by lower-case name; none when the signature stands in the body
    default Set<String> signatureHeaders() {
        return Set.of();
    }

    /// Verifies the signature over the raw bytes, then reads the facts.
    ///
    /// @param now the time the request is looked at, for the window of signed times
    CallbackReading read(CallbackRequest request, Instant now);

    /// This gateway's "received": it will not send again.
    CallbackReply received();

    /// This gateway's "send again": nothing was lost, but we could not keep it.
    CallbackReply sendAgain(Duration after);

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

    /// Reads a file of this gateway, line by line and never whole in memory.
    ///
    /// @param businessDate whose movements must be in it
    /// @param lines gets each line before the end of the file is known to be right, so nothing may
    ///   be believed until this returns `Whole`
    /// @throws IOException when the bytes cannot be had
    default StatementReading readStatement(
            InputStream file, LocalDate businessDate, Consumer<StatementLine> lines)
            throws IOException {
        return new StatementReading.Refused(
                StatementFlaw.NO_FORMAT, "Files of %s cannot be read yet.".formatted(code()));
    }
}
