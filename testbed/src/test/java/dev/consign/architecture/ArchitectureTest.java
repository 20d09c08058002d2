package dev.consign.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The arrows of the house.
class ArchitectureTest {
    private static final String[] MODEL = {
        "dev.consign.money..",
        "dev.consign.id..",
        "dev.consign.order..",
        "dev.consign.payment..",
        "dev.consign.ledger..",
        "dev.consign.message..",
        "dev.consign.secret..",
        "dev.consign.reconciliation..",
        "dev.consign.net..",
        "dev.consign.task.."
    };
    private static final String[] PRODUCT = {
        "dev.consign.money..",
        "dev.consign.id..",
        "dev.consign.order..",
        "dev.consign.payment..",
        "dev.consign.ledger..",
        "dev.consign.message..",
        "dev.consign.secret..",
        "dev.consign.reconciliation..",
        "dev.consign.net..",
        "dev.consign.task..",
        "dev.consign.broker..",
        "dev.consign.gateway..",
        "dev.consign.sql..",
        "dev.consign.platform..",
        "dev.consign.engine..",
        "dev.consign.notify..",
        "dev.consign.processor..",
        "dev.consign.reconciler.."
    };

    /// What is of HTTP outside of the packages of HTTP: controllers, the bodies that they read, and
    /// what says in HTTP why nothing was done.
    private static final String HTTP = ".*\\.\\w+(?:Controller|Request|Problems)(?:\\$.*)?";

    private static final String PROBLEMS =
            ".*\\.api\\.problem\\.(?:ApiFailure|Fields|Problem\\w*)(?:\\$.*)?";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    // Fixtures of other modules come in jars, which that option does not know.
                    .withImportOption(place -> !place.contains("-tests.jar"))
                    .importPackages("dev.consign");

    @Test
    void arrows_point_one_way() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.consign..")
                .layer("model")
                .definedBy(MODEL)
                .layer("broker")
                .definedBy("dev.consign.broker..")
                .layer("gateways")
                .definedBy("dev.consign.gateway..")
                .layer("sql")
                .definedBy("dev.consign.sql..")
                .layer("platform")
                .definedBy("dev.consign.platform..")
                .layer("engine")
                .definedBy("dev.consign.engine..")
                .layer("notify")
                .definedBy("dev.consign.notify..")
                .layer("processor")
                .definedBy("dev.consign.processor..")
                .layer("reconciler")
                .definedBy("dev.consign.reconciler..")
                .layer("testbed")
                .definedBy("dev.consign.testbed..")
                .layer("testkit")
                .definedBy("dev.consign.testkit..")
                .layer("cli")
                .definedBy("dev.consign.cli..")
                .whereLayer("cli")
                .mayOnlyAccessLayers("model")
                .whereLayer("testkit")
                .mayNotAccessAnyLayer()
                .whereLayer("testkit")
                .mayOnlyBeAccessedByLayers("testbed")
                .whereLayer("processor")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("reconciler")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("testbed")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("processor")
                .whereLayer("engine")
                .mayOnlyAccessLayers("model", "sql", "platform", "broker")
                // Incident I3: whoever is told has no way back to the order.
                .whereLayer("notify")
                .mayOnlyAccessLayers("model", "sql", "platform", "broker")
                .whereLayer("notify")
                .mayOnlyBeAccessedByLayers("processor")
                .whereLayer("gateways")
                .mayOnlyBeAccessedByLayers("processor", "reconciler")
                .whereLayer("sql")
                .mayOnlyBeAccessedByLayers(
                        "platform",
                        "broker",
                        "gateways",
                        "engine",
                        "notify",
                        "processor",
                        "reconciler")
                .whereLayer("platform")
                .mayOnlyAccessLayers("sql", "model")
                .whereLayer("broker")
                .mayOnlyBeAccessedByLayers("engine", "notify", "processor", "reconciler", "testbed")
                .check(CLASSES);
    }

    @Test
    void the_model_knows_no_framework() {
        noClasses()
                .that()
                .resideInAnyPackage(MODEL)
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..",
                        "org.jspecify..",
                        MODEL[0],
                        MODEL[1],
                        MODEL[2],
                        MODEL[3],
                        MODEL[4],
                        MODEL[5],
                        MODEL[6],
                        MODEL[7],
                        MODEL[8],
                        MODEL[9])
                .check(CLASSES);
    }

    @Test
    void messaging_stays_where_it_is_the_job() {
        noClasses()
                .that()
                .resideInAnyPackage(PRODUCT)
                .and()
                .resideOutsideOfPackages(
                        "dev.consign.broker..",
                        "dev.consign.processor.inbound.facts..",
                        "dev.consign.processor.backoffice.deadletters..",
                        "dev.consign.notify.notification..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.jms..")
                .check(CLASSES);
    }

    @Test
    void sql_stays_where_it_is_the_job() {
        noClasses()
                .that()
                .resideInAnyPackage(PRODUCT)
                .and()
                .resideOutsideOfPackages(
                        "dev.consign.sql..",
                        "dev.consign.engine..",
                        "dev.consign.broker.outbox..",
                        "dev.consign.processor.backoffice.deadletters..",
                        "dev.consign.notify..",
                        "dev.consign.processor.api.idempotency..",
                        "dev.consign.processor.shop.catalogue..",
                        "dev.consign.processor.hibernate..",
                        "dev.consign.processor.backoffice.lookup..",
                        "dev.consign.processor.backoffice.statements..",
                        "dev.consign.processor.inbound.inbox..",
                        "dev.consign.processor.backoffice.reconciliations..",
                        "dev.consign.reconciler.run..",
                        "dev.consign.reconciler.statements..",
                        "dev.consign.reconciler.matching..",
                        "dev.consign.processor.inbound.factinbox..",
                        "dev.consign.processor.backoffice.payouts..",
                        "dev.consign.processor.backoffice.approvals..",
                        "dev.consign.processor.audit..",
                        "dev.consign.reconciler.task..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..")
                .check(CLASSES);
    }

    @Test
    void clock_and_chance_are_passed_in_and_nobody_sleeps() {
        noClasses()
                .that()
                .resideInAnyPackage(PRODUCT)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .check(CLASSES);
    }

    /// A use case says what came of it, and a job or a console could be told as well as HTTP.
    @Test
    void no_use_case_knows_http() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.consign.processor..", "dev.consign.notify..", "dev.consign.engine..")
                .and()
                .resideOutsideOfPackages(
                        "dev.consign.processor.api..",
                        "dev.consign.processor.security..",
                        "dev.consign.processor.inbound.callback..")
                .and()
                .haveNameNotMatching(HTTP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.http..", "org.springframework.web..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(PROBLEMS)
                .check(CLASSES);
    }

    @Test
    void mail_is_sent_from_one_package() {
        noClasses()
                .that()
                .resideInAnyPackage(PRODUCT)
                .and()
                .resideOutsideOfPackage("dev.consign.notify.mail..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..")
                .check(CLASSES);
    }

    /// Incident I6: no cache decides who may buy.
    @Test
    void no_cache_is_near_the_order_path() {
        noClasses()
                .that()
                .resideInAnyPackage(PRODUCT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.cache..",
                        "com.github.benmanes..",
                        "com.google.common.cache..",
                        "javax.cache..")
                .check(CLASSES);
    }

    /// The library that describes the API hands out the types of the other one.
    @Test
    void one_json_library_reads_what_others_send() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.consign..")
                .and()
                .resideOutsideOfPackage("dev.consign.processor.api.describe..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core..")
                .check(CLASSES);
    }
}
