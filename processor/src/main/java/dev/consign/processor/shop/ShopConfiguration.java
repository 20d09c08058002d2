package dev.consign.processor.shop;

import dev.consign.engine.OrderProcessor;
import dev.consign.engine.placement.OrderPlacement;
import dev.consign.engine.placement.PaymentDoubt;
import dev.consign.engine.placement.PlacedOrders;
import dev.consign.engine.placement.PlacementSettings;
import dev.consign.engine.stock.CardKeyCipher;
import dev.consign.engine.stock.SealedKeys;
import dev.consign.engine.stock.StockReceipt;
import dev.consign.id.IdSource;
import dev.consign.platform.crypto.SealRing;
import dev.consign.sql.RefusedToStart;
import dev.consign.sql.Transactions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the shop API, and what seals card keys and takes them in.
@Configuration(proxyBeanMethods = false)
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

    @Bean
    SealRing secrets(Environment environment) {
        var secret = environment.getProperty("consign.card-key-secret", "");
        var oldOnes = environment.getProperty("consign.card-key-old-secrets", "");
        return SealRing.of(
                secret,
                Stream.of(oldOnes.split(",", -1)).filter(one -> !one.isBlank()).toList(),
                new SecureRandom());
    }

    /// Unset, the digest's secret is the one that encrypts, as it was before they were two.
    @Bean
    CardKeyCipher cardKeyCipher(SealRing secrets, Environment environment) {
        var own = environment.getProperty("consign.card-key-digest-secret", "");
        return new CardKeyCipher(
                secrets,
                own.isBlank() ? environment.getProperty("consign.card-key-secret", "") : own);
    }

    @Bean
    SealedKeys sealedKeys(JdbcClient jdbc, JdbcTemplate batches) {
        return new SealedKeys(jdbc, batches);
    }

    @Bean
    StockReceipt stockReceipt(JdbcClient jdbc, JdbcTemplate batches) {
        return new StockReceipt(jdbc, batches);
    }
}
