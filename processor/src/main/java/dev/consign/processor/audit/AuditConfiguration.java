package dev.consign.processor.audit;

import dev.consign.id.IdSource;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the audit.
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
    @Bean
    Audit audit(DataSource database, IdSource ids, InstantSource clock) {
        return new Audit(JdbcClient.create(database), ids, clock);
    }

    @Bean
    AuditReport auditReport(DataSource database) {
        return new AuditReport(JdbcClient.create(database));
    }
}
