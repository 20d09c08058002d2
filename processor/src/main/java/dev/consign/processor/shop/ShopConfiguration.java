package dev.consign.processor.shop;

import dev.consign.engine.OrderProcessor;
import dev.consign.engine.placement.OrderPlacement;
import dev.consign.engine.placement.PaymentDoubt;
import dev.consign.engine.placement.PlacedOrders;
import dev.consign.engine.placement.PlacementSettings;
import dev.consign.gateway.Gateway;
import dev.consign.id.IdSource;
import dev.consign.processor.api.idempotency.IdempotencyKeys;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.audit.Audit;
import dev.consign.processor.backoffice.approvals.Proposals;
import dev.consign.processor.backoffice.approvals.ProposedWork;
import dev.consign.sql.RefusedToStart;
import dev.consign.sql.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Wires the shop API.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ShopSettings.class)
class ShopConfiguration {
    @Bean
    OrderPlacement orderPlacement(
            DataSource database, IdSource ids, ShopSettings settings, Environment environment) {
        var firstQuery = environment.getProperty("consign.requery.first-delay", Duration.class);
        if (firstQuery == null || !firstQuery.isPositive()) {
            throw new RefusedToStart(
                    "consign.requery.first-delay must be set and longer than nothing");
        }
        return new OrderPlacement(
                new JdbcTemplate(database),
                ids,
                new PlacementSettings(
                        settings.timeToPay(), firstQuery, settings.mostReservedPerBuyer()));
    }

    @Bean
    PaymentAttempts attempts(
            IdempotencyKeys keys,
            Transactions transactions,
            GatewayCalls gateways,
            OrderAnswers answers) {
        return new PaymentAttempts(keys, transactions, gateways, answers);
    }

    @Bean
    Checkout checkout(
            PaymentAttempts attempts,
            OrderPlacement placement,
            ShopSettings settings,
            Checkout.IdsAndTime made) {
        return new Checkout(attempts, placement, settings.ownHosts(), made);
    }

    @Bean
    PayAgain payAgain(
            PaymentAttempts attempts,
            OrderPlacement placement,
            OrderProcessor processor,
            Audit audit,
            Checkout.IdsAndTime made) {
        return new PayAgain(attempts, placement, processor, audit, made);
    }

    @Bean
    Checkout.IdsAndTime idsAndTime(IdSource ids, InstantSource clock) {
        return new Checkout.IdsAndTime(ids, clock);
    }

    @Bean
    GatewayCalls gatewayCalls(List<Gateway> gateways, ShopSettings settings) {
        return new GatewayCalls(gateways, settings);
    }

    @Bean
    OrderAnswers orderAnswers(
            DataSource database,
            JsonMapper json,
            IdempotencyKeys keys,
            PaymentSubmission submission) {
        var orders = new PlacedOrders(JdbcClient.create(database));
        return new OrderAnswers(orders, json, keys, submission);
    }

    @Bean
    PaymentSubmission paymentSubmission(
            OrderProcessor processor,
            Transactions transactions,
            DataSource database,
            InstantSource clock,
            Environment environment) {
        return new PaymentSubmission(
                processor,
                new PaymentDoubt(transactions, new JdbcTemplate(database), clock),
                clock,
                ShopSettings.publicUrl(environment.getProperty("consign.public-url")));
    }

    @Bean
    CancelOrder cancelling(IdempotentExecutor once, OrderProcessor processor, Audit audit) {
        return new CancelOrder(once, processor, audit);
    }

    @Bean
    RequestRefund refunding(
            IdempotentExecutor once, OrderProcessor processor, Proposals proposals, Audit audit) {
        return new RequestRefund(once, processor, proposals, audit);
    }

    @Bean
    ProposedWork proposedRefund(RequestRefund refunding, JsonMapper json) {
        return new ProposedRefund(refunding, json);
    }
}
