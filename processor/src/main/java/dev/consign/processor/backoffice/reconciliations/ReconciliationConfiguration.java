package dev.consign.processor.backoffice.reconciliations;

import dev.consign.id.IdSource;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.audit.Audit;
import dev.consign.processor.hibernate.Entities;
import dev.consign.processor.hibernate.Sessions;
import dev.consign.sql.Transactions;
import jakarta.servlet.MultipartConfigElement;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires reconciliation as finance sees it.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UploadSettings.class)
class ReconciliationConfiguration {
    private static final int IN_MEMORY = 64 * 1024;

    @Bean
    Entities reconciliationEntities() {
        return new Entities(List.of(RunRow.class, BreakRow.class));
    }

    /// Uploads go to the container's temporary directory while they come in. No other route reads a
    /// multipart body.
    @Bean
    MultipartConfigElement multipart(UploadSettings settings) {
        var largest = settings.bytes();
        return new MultipartConfigElement("", largest, largest + IN_MEMORY, IN_MEMORY);
    }

    @Bean
    Reports reconciliationReports(
            Sessions sessions, Transactions transactions, DataSource database) {
        return new Reports(sessions, transactions, JdbcClient.create(database));
    }

    @Bean
    Requesting requesting(
            DataSource database,
            IdempotentExecutor once,
            Sessions sessions,
            Uploads uploads,
            Audit audit,
            IdSource ids,
            InstantSource clock) {
        return new Requesting(
                JdbcClient.create(database), once, sessions, uploads, audit, ids, clock);
    }

    @Bean
    Uploads uploads(Transactions transactions, DataSource database, InstantSource clock) {
        return new Uploads(transactions, JdbcClient.create(database), clock);
    }
}
