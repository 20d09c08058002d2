package dev.consign.broker.consume;

import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.jspecify.annotations.Nullable;

/// A message whose body was not read and cannot be: its headers and properties are there, of its
/// body only the size and, where it could be had, a digest made while it passed by (issue 11 number
/// 4).
public final class UnreadMessage extends ActiveMQMessage {
    private final Why why;
    private final long size;
    private final @Nullable String sha256;

    UnreadMessage(
            ClientMessage core,
            ClientSession session,
            Why why,
            long size,
            @Nullable String sha256) {
        super(core, session);
        this.why = why;
        this.size = size;
        this.sha256 = sha256;
    }

    /// Why it was not read.
    public Why why() {
        return why;
    }

    /// Bytes of the body as it lay on the broker; compressed ones when it was compressed.
    public long size() {
        return size;
    }

    /// Of those bytes, in hexadecimal; null when they were compressed or did not come whole.
    public @Nullable String sha256() {
        return sha256;
    }

    /// Nothing of the body is touched, unlike in every other message.
    @Override
    public void doBeforeReceive() {}

    /// Reasons not to read a body; their names are causes of dead letters, so they never change.
    public enum Why {
        /// Over the limit.
        TOO_LARGE("the body is over 64 KiB and was not read"),
        /// How large it would become shows only when it is too late.
        COMPRESSED("compressed bodies are not read: nobody here compresses"),
        /// It is not what its type says.
        BAD_BODY("the body is not what the type of the message says");

        private final String detail;

        Why(String detail) {
            this.detail = detail;
        }

        /// One sentence, without anything of the body.
        public String detail() {
            return detail;
        }
    }
}
