package dev.consign.reconciler.start;

import dev.consign.gateway.sandbox.SandboxGateway;
import dev.consign.id.GatewayCode;
import dev.consign.sql.start.GatewayAccounts;
import dev.consign.sql.start.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/// One gateway for each merchant account that is configured.
final class Gateways implements BeanRegistrar {
    private static final Logger LOG = LoggerFactory.getLogger(Gateways.class);
    private static final String PROTOCOL = "sandbox";

    /// What an account need not say again.
    private static final List<String> SHARED =
            List.of(
                    "connect-timeout",
                    "request-timeout",
                    "statement.max-bytes",
                    "statement.timeout");

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        for (var name : GatewayAccounts.sandboxes(environment)) {
            registry.registerBean(
                    "gateway." + name,
                    SandboxGateway.class,
                    one ->
                            one.supplier(made ->
                                    gateway(
                                            name,
                                            made.bean(Settings.class),
                                            made.bean(RandomGenerator.class),
                                            made.bean(InstantSource.class))));
        }
    }

    private static SandboxGateway gateway(
            String name, Settings settings, RandomGenerator random, InstantSource clock) {
        var access = read(settings, name);
        LOG.info("{}: {}", name, access);
        return Settings.checkedAccount(
                name,
                PROTOCOL,
                () -> new SandboxGateway(new GatewayCode(name), access.settings(random), clock));
    }

    /// What must be set of an account.
    static List<Runnable> needed(Settings settings, String name) {
        return List.of(
                () -> settings.require(property(name, "url"), variable(name, "URL", "URL")),
                () ->
                        settings.requirePassword(
                                property(name, "api-key"), variable(name, "API_KEY", "APIKEY")));
    }

    /// How long the slowest of them may take over one question.
    static Duration longestRequest(Settings settings, Environment environment) {
        return GatewayAccounts.sandboxes(environment).stream()
                .map(name -> read(settings, name).requestTimeout())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static SandboxAccess read(Settings settings, String name) {
        return settings.readAccount(name, PROTOCOL, SHARED, SandboxAccess.class);
    }

    private static String property(String name, String part) {
        return "consign.gateways.%s.%s".formatted(name, part);
    }

    /// The sandbox's have names of their own.
    private static String variable(String name, String own, String part) {
        return name.equals(PROTOCOL)
                ? "CONSIGN_SANDBOX_" + own
                : "CONSIGN_GATEWAYS_%s_%s".formatted(name.toUpperCase(Locale.ROOT), part);
    }
}
