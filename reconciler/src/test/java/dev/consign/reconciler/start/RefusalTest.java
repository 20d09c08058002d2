package dev.consign.reconciler.start;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.reconciler.ReconcilerApplication;
import dev.consign.sql.RefusedToStart;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;

/// Nothing listens at the addresses used here: a start that got further than its settings would
/// wait for them, or fail in another way.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class RefusalTest {
    static final List<String> GOOD =
            List.of(
                    "--server.port=0",
                    "--consign.db.url=jdbc:mysql://127.0.0.1:1/consign",
                    "--consign.db.user=consign",
                    "--consign.db.password=of-our-own-1",
                    "--consign.broker.url=tcp://127.0.0.1:1",
                    "--consign.broker.user=reconciler",
                    "--consign.broker.password=of-our-own-2",
                    "--consign.gateways.sandbox.url=http://127.0.0.1:1",
                    "--consign.gateways.sandbox.api-key=of-our-own-3");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    consign.db.url=                      | CONSIGN_DB_URL is not set
                    consign.db.url=jdbc:h2:mem:x         | CONSIGN_DB_URL must start with jdbc:mysql:
                    consign.db.password=                 | CONSIGN_DB_PASSWORD is empty or a well-known default
                    consign.db.password=root             | CONSIGN_DB_PASSWORD is empty or a well-known default
                    consign.db.connect-timeout=          | consign.db.connect-timeout is not set
                    consign.db.lock-wait-timeout=50s     | consign.db.lock-wait-timeout must be from 1 s to 5 s
                    consign.db.socket-timeout=5s         | consign.db.socket-timeout must be longer than
                    consign.db.validation-timeout=4s     | must be shorter than consign.db.acquire-timeout
                    consign.db.url=jdbc:mysql://db.example/consign | CONSIGN_DB_URL leads to another machine and does not ask for TLS
                    consign.broker.url=tcp://mq.example:61616 | consign.broker.url leads to another machine and says nothing of TLS
                    server.address=0.0.0.0               | CONSIGN_BIND opens this program to other machines, in the clear
                    management.server.port=9090          | management.server.port would open a port with neither limits nor a key
                    consign.access.proxies=proxy.example | CONSIGN_PROXIES takes addresses and ranges
                    consign.access.management-key=metrics | CONSIGN_MANAGEMENT_KEY must have at least 24 characters
                    consign.broker.url=                  | CONSIGN_BROKER_URL is not set
                    consign.broker.url=tcp://x:1?calTimeout=1 | calTimeout
                    consign.broker.password=artemis      | CONSIGN_BROKER_PASSWORD is empty or a well-known default
                    consign.broker.call-timeout=         | consign.broker.call-timeout is not set
                    consign.gateways.sandbox.url=        | CONSIGN_SANDBOX_URL is not set
                    consign.gateways.sandbox.api-key=    | CONSIGN_SANDBOX_API_KEY is empty or a well-known default
                    consign.gateways.sandbox.request-timeout= | request-timeout is not set
                    consign.requery.first-delay=soon     | consign.requery.first-delay cannot be read
                    consign.requery.cap=1s               | consign.requery.cap must not be shorter than
                    consign.requery.lease=17s            | consign.requery.lease (PT17S) must be longer than asking
                    consign.close.max-attempts=0         | max-attempts of consign.close
                    consign.refund.first-delay=          | first-delay of consign.close or consign.refund
                    consign.gateways.sandbox.statement.max-bytes=0 | statement.max-bytes must be at least 1
                    consign.guard.sandbox.open-for=      | consign.guard.*.open-for is not set
                    """)
    void an_unsafe_start_is_refused_with_one_sentence(String setting, String sentence) {
        var arguments = new ArrayList<>(GOOD);
        // Given twice, the two values would be joined with a comma.
        var name = "--" + setting.substring(0, setting.indexOf('=') + 1);
        arguments.removeIf(argument -> argument.startsWith(name));
        arguments.add("--" + setting);
        assertThatThrownBy(() ->
                        SpringApplication.run(
                                        ReconcilerApplication.class,
                                        arguments.toArray(String[]::new))
                                .close())
                .hasRootCauseInstanceOf(RefusedToStart.class)
                .rootCause()
                .hasMessageContaining(sentence);
    }

    /// Issue 12: one setting a start was told.
    @Test
    void whatever_is_missing_is_told_in_one_start() {
        assertThatThrownBy(() ->
                        SpringApplication.run(ReconcilerApplication.class, "--server.port=0")
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
                        "CONSIGN_SANDBOX_API_KEY is empty or a well-known default");
    }

    /// As in an environment that both programs share: what only the processor needs is not looked
    /// at here, so the start goes on to what is wrong.
    @Test
    void the_key_of_callbacks_is_not_looked_at() {
        var arguments = new ArrayList<>(GOOD);
        arguments.add("--consign.gateways.sandbox.webhook-secrets=no key at all");
        arguments.add("--consign.guard.sandbox.open-for=");
        assertThatThrownBy(() ->
                        SpringApplication.run(
                                        ReconcilerApplication.class,
                                        arguments.toArray(String[]::new))
                                .close())
                .rootCause()
                .hasMessage("consign.guard.*.open-for is not set");
    }

    @Test
    void the_sandbox_may_be_missing_where_another_account_is_configured() {
        assertThatThrownBy(() ->
                        SpringApplication.run(
                                        ReconcilerApplication.class,
                                        "--server.port=0",
                                        "--consign.gateways.eastern.type=sandbox",
                                        "--consign.gateways.eastern.url=http://127.0.0.1:1")
                                .close())
                .rootCause()
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("CONSIGN_GATEWAYS_EASTERN_APIKEY is empty")
                .hasMessageNotContaining("SANDBOX");
    }

    /// Its time-outs are those of its protocol, unless it has others.
    @Test
    void another_account_is_read_like_the_sandbox() {
        var others = new ArrayList<>(GOOD);
        others.removeIf(argument -> argument.contains("sandbox"));
        others.addAll(
                List.of(
                        "--consign.gateways.eastern.type=sandbox",
                        "--consign.gateways.eastern.url=http://127.0.0.1:1",
                        "--consign.gateways.eastern.api-key=of-our-own-3",
                        "--consign.gateways.eastern.merchant=eastern",
                        "--consign.gateways.eastern.request-timeout=1ms"));
        assertThatThrownBy(() ->
                        SpringApplication.run(
                                        ReconcilerApplication.class, others.toArray(String[]::new))
                                .close())
                .rootCause()
                .isInstanceOf(RefusedToStart.class)
                .hasMessage(
                        "consign.gateways.eastern.connect-timeout is longer than consign.gateways.eastern.request-timeout, which includes it");
    }

    @Test
    void a_protocol_nobody_speaks_is_refused_by_the_name_of_its_account() {
        assertThatThrownBy(() ->
                        SpringApplication.run(
                                        ReconcilerApplication.class,
                                        "--server.port=0",
                                        "--consign.gateways.western.type=telegraph")
                                .close())
                .rootCause()
                .isInstanceOf(RefusedToStart.class)
                .hasMessage(
                        "consign.gateways.western.type is none that is known here; it may be sandbox");
    }
}
