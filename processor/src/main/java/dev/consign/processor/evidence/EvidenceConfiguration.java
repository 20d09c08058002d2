package dev.consign.processor.evidence;

import dev.consign.processor.audit.Audit;
import dev.consign.processor.stock.CardKeyCipher;
import dev.consign.sql.Transactions;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the reports.
@Configuration(proxyBeanMethods = false)
class EvidenceConfiguration {
    @Bean
    OrderReport orderReport(DataSource database, CardKeyCipher cipher) {
        return new OrderReport(JdbcClient.create(database), cipher);
    }

    @Bean
    OrderReading orderReading(OrderReport report, Transactions transactions, Audit audit) {
        return new OrderReading(report, transactions, audit);
    }

    @Bean
    Assets assets(DataSource database) {
        return new Assets(JdbcClient.create(database));
    }

    @Bean
    Evidence evidence(DataSource database) {
        return new Evidence(JdbcClient.create(database));
    }

    @Bean
    Statements statements(DataSource database) {
        return new Statements(JdbcClient.create(database));
    }
}
