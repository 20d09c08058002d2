package dev.consign.processor.shop.catalogue;

import dev.consign.engine.stock.CardKeyCipher;
import dev.consign.engine.stock.SealedKeys;
import dev.consign.engine.stock.StockReceipt;
import dev.consign.id.IdSource;
import dev.consign.platform.crypto.SealRing;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.audit.Audit;
import dev.consign.processor.hibernate.Entities;
import dev.consign.processor.hibernate.Sessions;
import dev.consign.sql.Transactions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Builds Hibernate by hand, for the few tables that are edited and reported: it opens no
/// connection of its own, changes no schema, and asks the driver nothing (which fails on MariaDB).
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class CatalogueConfiguration {
    @Bean
    Entities catalogueEntities() {
        return new Entities(List.of(ConsignorRow.class, ItemRow.class));
    }

    @Bean(destroyMethod = "close")
    SessionFactory sessionFactory(List<Entities> entities) {
        var classes = entities.stream().flatMap(some -> some.classes().stream());
        return new Configuration()
                .addAnnotatedClasses(classes.toArray(Class<?>[]::new))
                .setProperty("hibernate.boot.allow_jdbc_metadata_access", "false")
                .setProperty("hibernate.dialect", "org.hibernate.dialect.MySQLDialect")
                .setProperty("hibernate.hbm2ddl.auto", "none")
                .setProperty("hibernate.type.java_time_use_direct_jdbc", "true")
                // Transactions are begun and ended by Spring, on the connection it hands over.
                .setProperty("hibernate.allow_update_outside_transaction", "true")
                .setProperty("jakarta.persistence.validation.mode", "none")
                .buildSessionFactory();
    }

    @Bean
    Sessions sessions(SessionFactory factory, DataSource database) {
        return new Sessions(factory, database);
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
    Resealing resealing(
            Transactions transactions,
            DataSource database,
            SealRing secrets,
            CardKeyCipher cipher,
            Audit audit) {
        var jdbc = JdbcClient.create(database);
        return new Resealing(
                transactions,
                new SealedKeys(jdbc, new JdbcTemplate(database)),
                new SealedWebhooks(jdbc, secrets),
                cipher,
                audit);
    }

    @Bean
    StockReceipt stockReceipt(DataSource database) {
        return new StockReceipt(JdbcClient.create(database), new JdbcTemplate(database));
    }

    @Bean
    Catalogue catalogue(
            Sessions sessions,
            IdempotentExecutor once,
            StockReceipt stock,
            Audit audit,
            IdSource ids,
            InstantSource clock) {
        return new Catalogue(sessions, once, stock, audit, ids, clock);
    }

    @Bean
    Offers offers(
            DataSource database, Transactions transactions, Audit audit, InstantSource clock) {
        return new Offers(JdbcClient.create(database), transactions, audit, clock);
    }

    @Bean
    CatalogueList catalogueList(DataSource database) {
        return new CatalogueList(JdbcClient.create(database));
    }

    @Bean
    StockService stockRoom(
            Sessions sessions,
            Transactions transactions,
            IdempotentExecutor once,
            StockReceipt receipt,
            CardKeyCipher cipher,
            Audit audit,
            DataSource database) {
        return new StockService(
                sessions,
                transactions,
                new StockService.Keeping(once, audit),
                receipt,
                cipher,
                JdbcClient.create(database));
    }
}
