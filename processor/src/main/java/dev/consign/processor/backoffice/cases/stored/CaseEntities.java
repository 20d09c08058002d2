package dev.consign.processor.backoffice.cases.stored;

import dev.consign.processor.hibernate.Entities;
import java.util.List;
import org.springframework.stereotype.Component;

/// Cases, and what people did about them.
@Component
final class CaseEntities implements Entities {
    @Override
    public List<Class<?>> classes() {
        return List.of(CaseRow.class, AuditRow.class);
    }
}
