package dev.consign.platform.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.consign.platform.text.CardNumbers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Hides card numbers in whatever another encoder makes of an event: its message, the values of its
/// context, and what an exception says (issue 11 number 15).
public final class MaskedEncoder extends EncoderBase<ILoggingEvent> {
    private @Nullable Encoder<ILoggingEvent> delegate;

    /// @param encoder started, and writing UTF-8
    public void setDelegate(Encoder<ILoggingEvent> encoder) {
        this.delegate = encoder;
    }

    @Override
    public byte[] headerBytes() {
        return encoder().headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var bytes = encoder().encode(event);
        var line = new String(bytes, StandardCharsets.UTF_8);
        var masked = CardNumbers.inLine(line);
        return masked.equals(line) ? bytes : masked.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return encoder().footerBytes();
    }

    private Encoder<ILoggingEvent> encoder() {
        if (delegate == null) {
            throw new IllegalStateException("a masked encoder needs one that writes");
        }
        return delegate;
    }
}
