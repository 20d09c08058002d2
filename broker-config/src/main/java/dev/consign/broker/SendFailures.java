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

    private SendFailures() {}

    /// A failure to open the connection, session or producer: nothing was sent.
    static SendResult beforeSend(Exception failure) {
        return new SendResult.Refused(describe(failure));
    }

    /// A failure of the send itself.
    static SendResult duringSend(Exception failure) {
        var cause = artemisCause(failure);
        if (cause != null && NOT_STORED.contains(cause.getType())) {
            return new SendResult.Refused(describe(failure));
        }
        return new SendResult.Unknown(describe(failure));
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
