package dev.consign.notify.webhook;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Whether the shop wants to be told. An address that is set to nothing is none.
final class ShopHasAddress implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        var url = context.getEnvironment().getProperty("consign.notifications.url");
        return url != null && !url.isBlank();
    }
}
