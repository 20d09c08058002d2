package dev.consign.sql.start;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Prints a refusal as its sentence, as the last thing and without a stack trace: it is no fault of
/// the program. Asked before Spring Boot's own analyzers, which would print values.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RefusalAnalyzer implements FailureAnalyzer {
    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        var sentence = Settings.sentence(failure);
        return sentence == null ? null : new FailureAnalysis(sentence, null, failure);
    }
}
