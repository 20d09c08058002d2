package dev.consign.platform.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/// Puts a [MaskedEncoder] before everything that a program writes its log to, as soon as logging is
/// set up: on the console and in files, in whatever form the settings want.
public final class MaskedLogs
        implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            mask(context);
        }
    }

    static void mask(LoggerContext context) {
        context.getLoggerList().forEach(MaskedLogs::mask);
    }

    private static void mask(Logger logger) {
        logger.iteratorForAppenders()
                .forEachRemaining(appender -> {
                    if (appender instanceof OutputStreamAppender<ILoggingEvent> writing
                            && !(writing.getEncoder() instanceof MaskedEncoder)) {
                        var masked = new MaskedEncoder();
                        masked.setContext(writing.getContext());
                        masked.setDelegate(writing.getEncoder());
                        masked.start();
                        writing.setEncoder(masked);
                    }
                });
    }
}
