package dev.consign.processor.backoffice.payouts;

import dev.consign.engine.payout.PayoutWrites;
import dev.consign.id.IdSource;
import dev.consign.processor.api.idempotency.IdempotencyKeys;
import dev.consign.processor.audit.Audit;
import dev.consign.processor.backoffice.approvals.Proposals;
import dev.consign.processor.backoffice.approvals.ProposedWork;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Wires the payouts.
@Configuration(proxyBeanMethods = false)
class PayoutConfiguration {
    /// A page is paid well within the lease of an Idempotency-Key.
    private static final int PAGE = 100;

    @Bean
    PayoutRun payoutRun(
            DataSource database,
            Transactions transactions,
            PayoutLimit limit,
            Audit audit,
            IdSource ids,
            InstantSource clock) {
        var jdbc = new JdbcTemplate(database);
        var client = JdbcClient.create(jdbc);
        return new PayoutRun(
                client,
                transactions,
                new PayoutWrites(client, jdbc, ids),
                limit,
                audit,
                clock,
                PAGE);
    }

    @Bean
    PayoutLimit payoutLimit(DataSource database, InstantSource clock) {
        return new PayoutLimit(JdbcClient.create(database), clock);
    }

    @Bean
    Payouts payouts(DataSource database) {
        return new Payouts(JdbcClient.create(database));
    }

    @Bean
    PayoutService paying(
            IdempotencyKeys keys,
            Transactions transactions,
            PayoutRun run,
            Payouts payouts,
            Proposals proposals,
            InstantSource clock,
            JsonMapper json) {
        return new PayoutService(keys, transactions, run, payouts, proposals, clock, json);
    }

    @Bean
    ProposedWork proposedPayout(PayoutService paying, JsonMapper json) {
        return new ProposedPayout(paying, json);
    }
}
