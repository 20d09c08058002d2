package dev.consign.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MaskedLogsTest {
    @Test
    void no_card_number_reaches_a_log_by_message_parameter_or_exception() {
        var out = new ByteArrayOutputStream();
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        var appender = appender(context, out);
        var log = context.getLogger("test");
        context.getLogger("ROOT").addAppender(appender);
        MaskedLogs.mask(context);
        // As a second program of the same process does.
        MaskedLogs.mask(context);

        log.info("a memo of 4111111111111111, \u00fc");
        log.info("a memo of {}", "5555 5555 5555 4444");
        log.warn("failed", new IllegalStateException("of card 378282246310005"));
        log.info("order {} at {}", "O4111111111111111", 1_763_668_800_008L);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("a memo of ************1111, \u00fc")
                .contains("a memo of **** **** **** 4444")
                .contains("of card ***********0005")
                .contains("order O4111111111111111 at 1763668800008");
    }

    private static OutputStreamAppender<ILoggingEvent> appender(
            LoggerContext context, ByteArrayOutputStream out) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%level %msg%n%ex");
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        return appender;
    }
}
