package dev.consign.processor.backoffice.cases;

import dev.consign.engine.OrderContextReader;
import dev.consign.engine.OrderProcessor;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.audit.Audit;
import dev.consign.processor.backoffice.approvals.Proposals;
import dev.consign.processor.backoffice.approvals.ProposedWork;
import dev.consign.processor.backoffice.lookup.Evidence;
import dev.consign.processor.backoffice.lookup.OrderReading;
import dev.consign.processor.hibernate.Entities;
import dev.consign.processor.hibernate.Sessions;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Wires the cases.
@Configuration(proxyBeanMethods = false)
class CaseConfiguration {
    @Bean
    Entities reviewEntities() {
        return new Entities(List.of(CaseRow.class, AuditRow.class));
    }

    @Bean
    CaseRepository caseFiles(
            Sessions sessions, Transactions transactions, Audit audit, InstantSource clock) {
        return new CaseRepository(sessions, transactions, audit, clock);
    }

    @Bean
    OrphanCheck unattended(DataSource database) {
        return new OrphanCheck(JdbcClient.create(database));
    }

    @Bean
    AvailableActions possible(
            OrderContextReader situations,
            OrphanCheck unattended,
            DataSource database,
            InstantSource clock) {
        return new AvailableActions(situations, unattended, JdbcClient.create(database), clock);
    }

    @Bean
    CaseReport caseReport(
            CaseRepository files,
            OrderReading orders,
            Evidence evidence,
            AvailableActions possible) {
        return new CaseReport(files, orders, evidence, possible);
    }

    @Bean
    CaseService caseWork(
            OrderProcessor processor, OrderContextReader situations, InstantSource clock) {
        return new CaseService(processor, situations, clock);
    }

    @Bean
    ResolveCase resolving(
            IdempotentExecutor once,
            OrderProcessor processor,
            CaseRepository files,
            CaseService work,
            OrphanCheck unattended,
            Proposals proposals) {
        return new ResolveCase(once, processor, files, work, unattended, new AtStake(proposals));
    }

    @Bean
    ProposedWork proposedResolution(ResolveCase resolving, JsonMapper json) {
        return new ProposedResolution(resolving, json);
    }
}
