package dev.consign.processor.shop;

import dev.consign.engine.OrderProcessor;
import dev.consign.engine.placement.OrderPlacement;
import dev.consign.engine.placement.PaymentDoubt;
import dev.consign.engine.placement.PlacedOrders;
import dev.consign.engine.placement.PlacementSettings;
import dev.consign.id.IdSource;
import dev.consign.sql.RefusedToStart;
import dev.consign.sql.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the shop API.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ShopSettings.class)
class ShopConfiguration {
    @Bean
    OrderPlacement orderPlacement(
            JdbcTemplate batches, IdSource ids, ShopSettings settings, Environment environment) {
        var firstQuery = environment.getProperty("consign.requery.first-delay", Duration.class);
        if (firstQuery == null || !firstQuery.isPositive()) {
            throw new RefusedToStart(
                    "consign.requery.first-delay must be set and longer than nothing");
        }
        return new OrderPlacement(
                batches,
                ids,
                new PlacementSettings(
                        settings.timeToPay(), firstQuery, settings.mostReservedPerBuyer()));
    }

    @Bean
    PlacedOrders placedOrders(JdbcClient jdbc) {
        return new PlacedOrders(jdbc);
    }

    @Bean
    ReturnHosts returnHosts(ShopSettings settings) {
        return settings.ownHosts();
    }

    @Bean
    PaymentSubmission paymentSubmission(
            OrderProcessor processor,
            Transactions transactions,
            JdbcTemplate batches,
            InstantSource clock,
            Environment environment) {
        return new PaymentSubmission(
                processor,
                new PaymentDoubt(transactions, batches, clock),
                clock,
                ShopSettings.publicUrl(environment.getProperty("consign.public-url")));
    }
}
