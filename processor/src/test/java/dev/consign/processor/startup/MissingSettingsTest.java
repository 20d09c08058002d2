package dev.consign.processor.startup;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.processor.ProcessorApplication;
import dev.consign.sql.RefusedToStart;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;

/// Issue 12: whoever set a processor up learned of one missing setting a start.
class MissingSettingsTest {
    @Test
    void whatever_is_missing_is_told_in_one_start() {
        assertThatThrownBy(() ->
                        SpringApplication.run(
                                        ProcessorApplication.class,
                                        "--server.port=0",
                                        "--consign.outbox.poll=soon")
                                .close())
                .rootCause()
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContainingAll(
                        "CONSIGN_DB_URL is not set; ",
                        "CONSIGN_DB_USER is not set; ",
                        "CONSIGN_DB_PASSWORD is empty or a well-known default",
                        "CONSIGN_BROKER_URL is not set; ",
                        "CONSIGN_BROKER_USER is not set; ",
                        "CONSIGN_BROKER_PASSWORD is empty or a well-known default",
                        "CONSIGN_SANDBOX_URL is not set; ",
                        "CONSIGN_SANDBOX_API_KEY is empty or a well-known default",
                        "CONSIGN_SANDBOX_WEBHOOK_SECRET is empty or a well-known default",
                        "CONSIGN_CARD_KEY_SECRET",
                        "CONSIGN_API_KEY_SHOP is not set; ",
                        "CONSIGN_API_KEY_SUPPORT is not set; ",
                        "CONSIGN_API_KEY_FINANCE is not set; ",
                        "CONSIGN_API_KEY_OPS is not set",
                        "consign.outbox.poll cannot be read");
    }

    @Test
    void the_sandbox_may_be_missing_where_another_account_is_configured() {
        assertThatThrownBy(() ->
                        SpringApplication.run(
                                        ProcessorApplication.class,
                                        "--server.port=0",
                                        "--consign.gateways.eastern.type=sandbox",
                                        "--consign.gateways.eastern.api-key=of-our-own-3")
                                .close())
                .rootCause()
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContainingAll(
                        "CONSIGN_GATEWAYS_EASTERN_URL is not set; ",
                        "CONSIGN_GATEWAYS_EASTERN_WEBHOOKSECRETS is empty")
                .hasMessageNotContaining("SANDBOX");
    }
}
