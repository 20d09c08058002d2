package dev.consign.notify.mail;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Whether there is a mail server. One that is set to nothing is none.
final class HasMailServer implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        var host = context.getEnvironment().getProperty("consign.mail.host");
        return host != null && !host.isBlank();
    }
}
