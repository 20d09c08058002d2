package dev.consign.processor.backoffice.approvals;

import dev.consign.id.IdSource;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.audit.Audit;
import dev.consign.processor.security.People;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Wires what waits for a second person.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApprovalSettings.class)
class ProposalConfiguration {
    @Bean
    ProposalRows proposalRows(DataSource database) {
        return new ProposalRows(JdbcClient.create(database));
    }

    @Bean
    TwoPeople twoPeople(People people) {
        return new TwoPeople(people);
    }

    @Bean
    Proposals proposals(
            ProposalRows rows,
            IdempotentExecutor once,
            ApprovalSettings settings,
            TwoPeople twoPeople,
            Audit audit,
            IdSource ids,
            InstantSource clock) {
        return new Proposals(rows, once, settings, twoPeople, audit, ids, clock);
    }

    @Bean
    Deciding deciding(
            ProposalRows rows,
            Transactions transactions,
            List<ProposedWork> works,
            TwoPeople twoPeople,
            Audit audit,
            InstantSource clock,
            JsonMapper json) {
        return new Deciding(rows, transactions, works, twoPeople, audit, clock, json);
    }
}
