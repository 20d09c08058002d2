package dev.consign.processor.backoffice.lookup;

import dev.consign.engine.stock.CardKeyCipher;
import dev.consign.processor.audit.Audit;
import dev.consign.sql.Transactions;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Wires the reports.
@Configuration(proxyBeanMethods = false)
class EvidenceConfiguration {
    @Bean
    OrderReport orderReport(DataSource database, CardKeyCipher cipher) {
        var jdbc = JdbcClient.create(database);
        return new OrderReport(jdbc, new DeliveredGoods(jdbc, cipher));
    }

    @Bean
    OrderReading orderReading(
            OrderReport report, Transactions transactions, Audit audit, JsonMapper json) {
        return new OrderReading(report, new OrderTag(json), transactions, audit);
    }

    @Bean
    OrderList orderList(DataSource database) {
        return new OrderList(JdbcClient.create(database));
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
