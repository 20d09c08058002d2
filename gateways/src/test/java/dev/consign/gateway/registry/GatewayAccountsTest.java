package dev.consign.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.gateway.CallbackReader;
import dev.consign.gateway.StatementFormat;
import dev.consign.gateway.account.GatewayPart;
import dev.consign.id.GatewayCode;
import dev.consign.sql.RefusedToStart;
import dev.consign.sql.start.Settings;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/// Both programs read their accounts here, each with the credentials it needs.
class GatewayAccountsTest {
    private static final GatewayCode SANDBOX = new GatewayCode("sandbox");
    private static final GatewayCode EASTERN = new GatewayCode("eastern");
    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private static final Set<GatewayPart> ASKING =
            EnumSet.of(GatewayPart.CLIENT, GatewayPart.STATEMENTS);
    private static final Set<GatewayPart> TOLD =
            EnumSet.of(GatewayPart.CLIENT, GatewayPart.CALLBACKS);

    @Test
    void who_only_asks_needs_no_key_of_callbacks_and_reads_none() {
        var settings = sandbox();
        Settings.together(accounts(settings, ASKING).needed());
        settings.put("consign.gateways.sandbox.webhook-secrets", "no key at all");
        settings.put("consign.gateways.sandbox.window", "soon");
        try (var registry = accounts(settings, ASKING).open(InstantSource.system())) {
            assertThat(registry.codes()).containsExactly(SANDBOX);
            assertThat(registry.formats()).extracting(StatementFormat::code).contains(SANDBOX);
            assertThat(registry.readers()).isEmpty();
        }
    }

    @Test
    void who_is_told_needs_the_key_of_callbacks() {
        assertThatThrownBy(() -> Settings.together(accounts(sandbox(), TOLD).needed()))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageStartingWith(
                        "CONSIGN_SANDBOX_WEBHOOK_SECRET is empty or a well-known default");
    }

    @Test
    void each_account_of_one_kind_has_its_own_credentials_and_borrows_time_outs() {
        var settings = sandbox();
        settings.put("consign.gateways.sandbox.webhook-secrets", KEY);
        settings.put("consign.gateways.sandbox.window", "300s");
        settings.put("consign.gateways.eastern.type", "sandbox");
        settings.put("consign.gateways.eastern.url", "http://127.0.0.1:2");
        settings.put("consign.gateways.eastern.api-key", "of-our-own-4");
        settings.put("consign.gateways.eastern.merchant", "eastern");
        settings.put("consign.gateways.eastern.webhook-secrets", KEY);
        try (var registry = accounts(settings, TOLD).open(InstantSource.system())) {
            assertThat(registry.codes()).containsExactly(EASTERN, SANDBOX);
            assertThat(registry.readers())
                    .extracting(CallbackReader::merchant)
                    .containsExactly("eastern", "sandbox");
            assertThat(registry.formats()).isEmpty();
        }
    }

    @Test
    void every_kind_nobody_speaks_is_named_in_one_sentence() {
        assertThatThrownBy(() ->
                        accounts(
                                Map.of(
                                        "consign.gateways.northern.type", "telegraph",
                                        "consign.gateways.western.type", "semaphore"),
                                ASKING))
                .isInstanceOf(RefusedToStart.class)
                .hasMessage(
                        "consign.gateways.northern.type is none that is known here; it may be"
                                + " sandbox; consign.gateways.western.type is none that is known here;"
                                + " it may be sandbox");
    }

    @Test
    void whatever_is_missing_of_any_account_is_told_at_once() {
        var settings = Map.of("consign.gateways.eastern.type", "sandbox");
        assertThatThrownBy(() -> Settings.together(accounts(settings, TOLD).needed()))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContainingAll(
                        "CONSIGN_GATEWAYS_EASTERN_URL is not set; ",
                        "CONSIGN_GATEWAYS_EASTERN_APIKEY is empty",
                        "; CONSIGN_GATEWAYS_EASTERN_WEBHOOKSECRETS is empty")
                .hasMessageNotContaining("SANDBOX");
    }

    @Test
    void where_nothing_is_set_the_sandbox_is_meant() {
        assertThatThrownBy(() -> Settings.together(accounts(Map.of(), ASKING).needed()))
                .hasMessageStartingWith(
                        "CONSIGN_SANDBOX_URL is not set; CONSIGN_SANDBOX_API_KEY is empty or a well-known default");
    }

    private static Map<String, String> sandbox() {
        return new HashMap<>(
                Map.of(
                        "consign.gateways.sandbox.url", "http://127.0.0.1:1",
                        "consign.gateways.sandbox.api-key", "of-our-own-3",
                        "consign.gateways.sandbox.merchant", "sandbox",
                        "consign.gateways.sandbox.connect-timeout", "2s",
                        "consign.gateways.sandbox.request-timeout", "5s",
                        "consign.gateways.sandbox.statement.max-bytes", "1000",
                        "consign.gateways.sandbox.statement.timeout", "5m"));
    }

    private static GatewayAccounts accounts(Map<String, String> settings, Set<GatewayPart> parts) {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.copyOf(settings)));
        ConfigurationPropertySources.attach(environment);
        return GatewayAccounts.read(environment, new Settings(environment), parts);
    }
}
