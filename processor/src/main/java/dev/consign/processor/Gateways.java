package dev.consign.processor;

import dev.consign.gateway.sandbox.SandboxGateway;
import dev.consign.gateway.sandbox.SandboxSettings;
import dev.consign.id.GatewayCode;
import dev.consign.sql.start.GatewayAccounts;
import dev.consign.sql.start.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/// One gateway for each merchant account that is configured.
final class Gateways implements BeanRegistrar {
    private static final String PROTOCOL = "sandbox";

    /// What an account need not say again.
    private static final List<String> SHARED =
            List.of(
                    "connect-timeout",
                    "request-timeout",
                    "statement.max-bytes",
                    "statement.timeout",
                    "window");

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        for (var name : GatewayAccounts.sandboxes(environment)) {
            registry.registerBean(
                    "gateway." + name,
                    SandboxGateway.class,
                    one ->
                            one.supplier(made ->
                                    new SandboxGateway(
                                            code(name),
                                            read(made.bean(Settings.class), name),
                                            made.bean(InstantSource.class))));
        }
    }

    /// What must be set of an account.
    static List<Runnable> needed(Settings settings, String name) {
        return List.of(
                () -> settings.require(property(name, "url"), variable(name, "URL", "URL")),
                () ->
                        settings.requirePassword(
                                property(name, "api-key"), variable(name, "API_KEY", "APIKEY")),
                () ->
                        settings.requirePassword(
                                property(name, "webhook-secrets"),
                                variable(name, "WEBHOOK_SECRET", "WEBHOOKSECRETS")));
    }

    static SandboxSettings read(Settings settings, String name) {
        return settings.readAccount(name, PROTOCOL, SHARED, SandboxSettings.class);
    }

    private static GatewayCode code(String name) {
        return Settings.checked(() -> new GatewayCode(name));
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
