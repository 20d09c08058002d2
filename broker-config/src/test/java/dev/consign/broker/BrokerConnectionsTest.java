package dev.consign.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerConnectionsTest {

    private static BrokerConnections open(String url) {
        return new BrokerConnections(TestSettings.of(url, "processor"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://127.0.0.1:61616",
                "tcp://a:1,tcp://b.example:2?sslEnabled=false",
                "(tcp://localhost:1,tcp://[::1]:2)?ha=true",
                "tcp://localhost:1?callTimeout=8000&connectionTTL=30000&blockOnDurableSend=true",
                "tcp://127.0.0.2:1?useTopologyForLoadBalancing=false&tcpNoDelay=true",
                "tcp://a:1?sslEnabled=true&trustStorePath=/x%20y&trustStorePassword=p%26w&verifyHost=true",
                "(tcp://a:1,tcp://b:2)?connect-timeout-millis=2000&sslEnabled=true",
            })
    void every_value_arrives_whatever_the_form_of_the_url(String url) {
        try (var connections = open(url)) {
            var factory = connections.factory();
            assertThat(factory.getCallTimeout()).isEqualTo(8_000);
            assertThat(factory.getCallFailoverTimeout()).isEqualTo(1_000);
            assertThat(factory.getConnectionTTL()).isEqualTo(30_000);
            assertThat(factory.getConfirmationWindowSize()).isEqualTo(-1);
            assertThat(factory.getUser()).isEqualTo("processor");
            assertThat(factory.getStaticConnectors())
                    .hasSize(url.contains(",") ? 2 : 1)
                    .allSatisfy(c ->
                            assertThat(c.getParams())
                                    .containsEntry("connect-timeout-millis", "2000")
                                    .doesNotContainKey("batchDelay"));
            assertThat(connections.sending().getCallTimeout()).isEqualTo(8_000);
            assertThat(connections.sending().getStaticConnectors())
                    .allSatisfy(c ->
                            assertThat(c.getParams())
                                    .containsEntry("connect-timeout-millis", "2000")
                                    .containsEntry("batchDelay", "1000"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connectionTtl=30000 | parameter connectionTtl, .* it is spelt connectionTTL",
                "calltimeout=8000 | parameter calltimeout, .* it is spelt callTimeout",
                "connectTimeoutMillis=5000 | parameter connectTimeoutMillis, which",
                "callTimeout=1000 | callTimeout=1000, which contradicts 8000",
                "batchDelay=0 | batchDelay=0, which contradicts 1000",
                "connect-timeout-millis=1 | connect-timeout-millis=1, which contradicts 2000",
                "confirmationWindowSize=65536 | confirmationWindowSize=65536, which contradicts -1",
                "reconnectAttempts=-1 | reconnectAttempts=-1, which contradicts 0",
                "blockOnDurableSend=false | blockOnDurableSend=false, which contradicts true",
                "deserializationAllowList=* | deserializationAllowList",
                "user=x | parameter user, .* set consign.broker.user instead",
                "trustAll=true | parameter trustAll, which is not allowed",
                "ha=true&ha=false | parameter ha twice",
                "host=elsewhere | parameter host, which",
                "%20ha=true | parameter %20ha, which",
                "'' | parameter , which",
            })
    void a_parameter_that_is_unknown_or_contradicts_is_refused_by_name(
            String query, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open("tcp://127.0.0.1:1?" + query))
                .withMessageMatching(
                        "consign.broker.url (says|has the) " + "(.*)" + sentence + ".*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a:1",
                "vm://0",
                "tcp://a",
                "tcp://u:secret-word@a:1",
                "(tcp://a:1",
                "(tcp://a:1?callTimeout=1,tcp://b:2)",
                "tcp://a:1#tcp://b:2",
            })
    void a_url_of_another_form_is_refused_without_repeating_it(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(url))
                .withMessageStartingWith("consign.broker.url must read tcp://host:port")
                .satisfies(e -> assertThat(e).hasMessageNotContaining("secret-word"));
    }

    @Test
    void a_value_that_did_not_arrive_is_refused_with_what_was_wanted_and_found() {
        try (var connections = open("tcp://127.0.0.1:1")) {
            connections.factory().setConfirmationWindowSize(65_536);
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            BrokerConnections.check(
                                    connections.factory(),
                                    connections.settings(),
                                    ClientParameter.ofTheTransport(connections.settings()),
                                    Map.of()))
                    .withMessage(
                            "the broker client has confirmationWindowSize=65536 in effect where -1"
                                    + " was wanted");
        }
    }

    @Test
    void a_connect_time_out_that_did_not_arrive_is_refused() {
        try (var connections = open("tcp://127.0.0.1:1")) {
            connections
                    .factory()
                    .getStaticConnectors()[0]
                    .getParams()
                    .remove("connect-timeout-millis");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            BrokerConnections.check(
                                    connections.factory(),
                                    connections.settings(),
                                    ClientParameter.ofTheTransport(connections.settings()),
                                    Map.of()))
                    .withMessageContaining("connect-timeout-millis=null in effect where 2000");
        }
    }

    @Test
    void what_the_url_says_of_tls_arrives_as_it_stands_there() {
        try (var connections =
                open(
                        "(tcp://[2001:db8::1]:1,tcp://b.example:2)?sslEnabled=true&trustStorePath=/x%20y"
                                + "&trustStorePassword=p%26w%25&ha=true")) {
            for (var factory : List.of(connections.factory(), connections.sending())) {
                assertThat(factory.isHA()).isTrue();
                assertThat(factory.isUseTopologyForLoadBalancing()).isTrue();
                assertThat(factory.getStaticConnectors())
                        .extracting(
                                c -> c.getParams().get("host") + " " + c.getParams().get("port"))
                        .containsExactly("[2001:db8::1] 1", "b.example 2");
                assertThat(factory.getStaticConnectors())
                        .allSatisfy(c ->
                                assertThat(c.getParams())
                                        .containsEntry("sslEnabled", "true")
                                        .containsEntry("trustStorePath", "/x y")
                                        .containsEntry("trustStorePassword", "p&w%")
                                        .doesNotContainKey("ha"));
            }
        }
    }

    /// What nobody decided is not sent in the clear (issue 11, number 14).
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://broker.example:1 | leads to another machine and says nothing of TLS",
                "(tcp://127.0.0.1:1,tcp://10.0.0.1:2) | leads to another machine and says nothing of TLS",
                "tcp://127.0.0.1.example:1 | leads to another machine and says nothing of TLS",
                "tcp://[::2]:1 | leads to another machine and says nothing of TLS",
                "tcp://broker.example:1?sslEnabled=true&verifyHost=false | anybody with a certificate may be the broker",
            })
    void a_way_to_another_machine_that_is_not_safe_has_to_be_asked_for(
            String url, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(url))
                .withMessageStartingWith("consign.broker.url ")
                .withMessageContaining(sentence);
    }
}
