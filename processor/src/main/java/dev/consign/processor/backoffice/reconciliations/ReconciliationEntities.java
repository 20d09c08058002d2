package dev.consign.processor.backoffice.reconciliations;

import dev.consign.processor.hibernate.Entities;
import java.util.List;
import org.springframework.stereotype.Component;

/// Runs and what they found.
@Component
final class ReconciliationEntities implements Entities {
    @Override
    public List<Class<?>> classes() {
        return List.of(RunRow.class, BreakRow.class);
    }
}
