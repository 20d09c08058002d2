package dev.consign.broker;

import java.util.EnumSet;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.jspecify.annotations.Nullable;

/// Says of a failed send whether the message can be in the queue; when in doubt it can.
///
/// JMS tells too little: nearly every failure is a plain JMSException without a code, so the type
/// of the Artemis exception behind it decides. A time-out is no refusal: with the broker frozen for
/// 3 s the "failed" message was in the queue afterwards (measured; incident I2).
final class SendFailures {

    private static final Set<ActiveMQExceptionType> NOT_STORED =
            EnumSet.of(
                    ActiveMQExceptionType.ADDRESS_FULL,
                    ActiveMQExceptionType.SECURITY_EXCEPTION,
                    ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST,
                    ActiveMQExceptionType.TRANSACTION_ROLLED_BACK);

    /// After these a transaction has been rolled back. The broker refuses one that holds a message
    /// which it knows by its duplicate id; that message is stored, by an earlier try.
    private static final Set<ActiveMQExceptionType> NOT_COMMITTED = notCommitted();

    private SendFailures() {}

    private static Set<ActiveMQExceptionType> notCommitted() {
        var all = EnumSet.copyOf(NOT_STORED);
        all.add(ActiveMQExceptionType.DUPLICATE_ID_REJECTED);
        return all;
    }

    /// A failure to open the connection, session or producer: nothing was sent.
    static SendResult beforeSend(Exception failure) {
        return new SendResult.Refused(describe(failure));
    }

    /// A failure of the send itself.
    static SendResult duringSend(Exception failure) {
        return outcome(failure, NOT_STORED);
    }

    /// A failure of the commit of several.
    static SendResult duringCommit(Exception failure) {
        return outcome(failure, NOT_COMMITTED);
    }

    private static SendResult outcome(Exception failure, Set<ActiveMQExceptionType> refusals) {
        var cause = artemisCause(failure);
        return cause != null && refusals.contains(cause.getType())
                ? new SendResult.Refused(describe(failure))
                : new SendResult.Unknown(describe(failure));
    }

    private static @Nullable ActiveMQException artemisCause(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ActiveMQException found) {
                return found;
            }
        }
        return null;
    }

    private static String describe(Exception failure) {
        var cause = artemisCause(failure);
        return cause == null
                ? failure.getClass().getSimpleName() + ": " + failure.getMessage()
                : cause.getType() + ": " + cause.getMessage();
    }
}
