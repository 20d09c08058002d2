package dev.consign.processor.shop.catalogue;

import dev.consign.engine.stock.CardKeyCipher;
import dev.consign.engine.stock.SealedKeys;
import dev.consign.engine.stock.StockReceipt;
import dev.consign.platform.crypto.SealRing;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires what seals card keys and takes them in.
@Configuration(proxyBeanMethods = false)
class CatalogueConfiguration {
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
