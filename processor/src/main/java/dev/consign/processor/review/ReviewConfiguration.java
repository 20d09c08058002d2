package dev.consign.processor.review;

import dev.consign.engine.OrderContextReader;
import dev.consign.engine.OrderProcessor;
import dev.consign.processor.audit.Audit;
import dev.consign.processor.catalogue.Entities;
import dev.consign.processor.catalogue.Sessions;
import dev.consign.processor.evidence.Evidence;
import dev.consign.processor.evidence.OrderReading;
import dev.consign.processor.idempotency.Once;
import dev.consign.processor.proposal.Proposals;
import dev.consign.processor.proposal.ProposedWork;
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
class ReviewConfiguration {
    @Bean
    Entities reviewEntities() {
        return new Entities(List.of(CaseRow.class, AuditRow.class));
    }

    @Bean
    CaseFiles caseFiles(
            Sessions sessions, Transactions transactions, Audit audit, InstantSource clock) {
        return new CaseFiles(sessions, transactions, audit, clock);
    }

    @Bean
    Unattended unattended(DataSource database) {
        return new Unattended(JdbcClient.create(database));
    }

    @Bean
    Possible possible(
            OrderContextReader situations,
            Unattended unattended,
            DataSource database,
            InstantSource clock) {
        return new Possible(situations, unattended, JdbcClient.create(database), clock);
    }

    @Bean
    CaseReport caseReport(
            CaseFiles files, OrderReading orders, Evidence evidence, Possible possible) {
        return new CaseReport(files, orders, evidence, possible);
    }

    @Bean
    CaseWork caseWork(
            OrderProcessor processor, OrderContextReader situations, InstantSource clock) {
        return new CaseWork(processor, situations, clock);
    }

    @Bean
    Resolving resolving(
            Once once,
            OrderProcessor processor,
            CaseFiles files,
            CaseWork work,
            Unattended unattended,
            Proposals proposals) {
        return new Resolving(once, processor, files, work, unattended, new AtStake(proposals));
    }

    @Bean
    ProposedWork proposedResolution(Resolving resolving, JsonMapper json) {
        return new ProposedResolution(resolving, json);
    }
}
