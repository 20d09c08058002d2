package dev.consign.notify.webhook.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.sql.RefusedToStart;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Server-side request forgery: a consignor's webhook reaches nothing that only we can reach.
class SsrfGuardTest {
    private static final String PUBLIC = "93.184.215.14";

    /// Knows one public name; whatever else it is asked is an address already, or unknown.
    private static final Resolver NAMES =
            host ->
                    new InetAddress[] {
                        host.equals("hooks.example.com") ? literal(PUBLIC) : literal(host)
                    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com",
                "https://hooks.example.com/a/b?c=d",
                "https://HOOKS.example.com:443/",
                "https://hooks.example.com:8443/",
                "http://hooks.example.com/",
                "http://hooks.example.com:8080/",
                "https://93.184.215.14/",
                "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"
            })
    void what_is_on_the_open_internet_is_let_through(String url) {
        assertThatCode(() -> addresses(guard(NAMES), url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Our own machine and network.
                "https://127.0.0.1/",
                "https://127.255.255.254/",
                "https://0.0.0.0/",
                "https://0.1.2.3/",
                "https://10.0.0.1/",
                "https://172.16.0.1/",
                "https://172.31.255.255/",
                "https://192.168.1.1/",
                "https://100.64.0.1/",
                "https://100.127.255.255/",
                "https://198.18.0.1/",
                "https://192.0.0.192/",
                "https://224.0.0.1/",
                "https://255.255.255.255/",
                "https://[::1]/",
                "https://[::]/",
                "https://[fe80::1]/",
                "https://[fe80::1%25eth0]/",
                "https://[fc00::1]/",
                "https://[fd12:3456::1]/",
                "https://[fec0::1]/",
                "https://[ff02::1]/",
                "https://[2001:db8::1]/",
                // Metadata services.
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00:ec2::254]/latest/meta-data/",
                // IPv4 inside IPv6.
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:93.184.215.14]/",
                "https://[::ffff:7f00:1]/",
                "https://[::127.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[64:ff9b::a9fe:a9fe]/",
                "https://[2002:7f00:1::]/",
                "https://[2001:0:7f00:1::1]/",
                // Addresses in odd spellings.
                "https://127.1/",
                "https://127.0.1/",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://0x7f000001/",
                "https://0x7f.0.0.0x1/",
                "https://0177.0.0.1/",
                "https://017700000001/",
                "https://127.0.0.01/",
                "https://1.2.3.256/",
                "https://1.2.3.4.5/",
                "https://127.0.0.1./",
                "https://93.184.215.14./",
                "https://hooks.example.com./",
                "https://example.0x7f/",
                // Not the address that a reader takes it for.
                "https://user@hooks.example.com/",
                "https://user:word@hooks.example.com/",
                "https://hooks.example.com:443@127.0.0.1/",
                "https://hooks.example.com#@127.0.0.1/",
                "https://hooks.example.com\\@127.0.0.1/",
                "https://127.0.0.1\\@hooks.example.com/",
                "https://hooks.example.com\t/",
                "https://hooks.example.com\r\nHost: x/",
                "https://hooks。example。com/",
                "https://①②⑦.⓪.⓪.①/",
                "https://under_score.example.com/",
                "https://-.example.com/",
                "https://hooks..example.com/",
                "https://%31%32%37.0.0.1/",
                // Not a place for webhooks.
                "https://hooks.example.com:22/",
                "https://hooks.example.com:25/",
                "https://hooks.example.com:0/",
                "https://hooks.example.com:65536/",
                "https://hooks.example.com:/",
                "https://hooks.example.com:-443/",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "gopher://hooks.example.com/",
                "javascript:alert(1)",
                "https:hooks.example.com",
                "https:///path",
                "https://",
                "//hooks.example.com/",
                "/path",
                "hooks.example.com",
                ""
            })
    void what_is_not_is_refused(String url) {
        assertThatThrownBy(() -> addresses(guard(NAMES), url))
                .isInstanceOf(UnsafeTarget.class)
                .message()
                .doesNotContain("127.0.0.1", "169.254");
    }

    @Test
    void a_url_longer_than_its_column_is_refused() {
        assertThatThrownBy(() ->
                        addresses(guard(NAMES), "https://hooks.example.com/" + "a".repeat(500)))
                .isInstanceOf(UnsafeTarget.class);
    }

    @Test
    void plain_http_is_only_for_those_who_allow_it() {
        var strict = new SsrfGuard(NAMES, new AllowedTargets(List.of()), false);
        assertThatThrownBy(() -> strict.target("http://hooks.example.com/"))
                .isInstanceOf(UnsafeTarget.class);
        assertThatCode(() -> strict.target("https://hooks.example.com/"))
                .doesNotThrowAnyException();
    }

    @Test
    void a_name_with_one_private_address_among_public_ones_is_refused() {
        Resolver both = _ -> new InetAddress[] {literal(PUBLIC), literal("10.0.0.7")};
        assertThatThrownBy(() -> addresses(guard(both), "https://hooks.example.com/"))
                .isInstanceOf(UnsafeTarget.class);
    }

    @Test
    void a_name_that_nobody_knows_is_no_address() {
        Resolver nothing = _ -> new InetAddress[0];
        assertThatThrownBy(() -> addresses(guard(nothing), "https://hooks.example.com/"))
                .isInstanceOf(UnknownHostException.class);
    }

    /// DNS rebinding: public when it is checked, private when it is used. Each look is a check, and
    /// each use has had its own look.
    @Test
    void a_name_that_changes_its_mind_is_refused_from_then_on() throws Exception {
        var answers = new ArrayList<>(List.of(PUBLIC, "127.0.0.1", PUBLIC));
        Resolver fickle = _ -> new InetAddress[] {literal(answers.removeFirst())};
        var guard = guard(fickle);
        assertThat(addresses(guard, "https://hooks.example.com/")).containsExactly(literal(PUBLIC));
        assertThatThrownBy(() -> addresses(guard, "https://hooks.example.com/"))
                .isInstanceOf(UnsafeTarget.class);
        assertThat(addresses(guard, "https://hooks.example.com/")).containsExactly(literal(PUBLIC));
        assertThat(answers).isEmpty();
    }

    @Test
    void an_operator_may_allow_what_is_private_by_host_and_port_or_by_range() {
        var allowed = new AllowedTargets(List.of("127.0.0.1:9000", "10.1.0.0/16", "[::1]:9000"));
        var guard = new SsrfGuard(NAMES, allowed, true);
        for (var url :
                List.of("http://127.0.0.1:9000/", "https://10.1.2.3/", "http://[::1]:9000/x")) {
            assertThatCode(() -> addresses(guard, url)).as(url).doesNotThrowAnyException();
        }
        for (var url :
                List.of(
                        "http://127.0.0.1:9001/",
                        "http://127.0.0.2:9000/",
                        "https://10.2.0.1/",
                        "http://[::1]/")) {
            assertThatThrownBy(() -> addresses(guard, url))
                    .as(url)
                    .isInstanceOf(UnsafeTarget.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:x", "10.0.0.0/33", "10.0.0/8", "::1/129", "a/b", "/8"})
    void an_allowance_that_cannot_be_read_stops_the_start(String text) {
        assertThatThrownBy(() -> new AllowedTargets(List.of(text)))
                .isInstanceOf(RefusedToStart.class);
    }

    private static SsrfGuard guard(Resolver resolver) {
        return new SsrfGuard(resolver, new AllowedTargets(List.of()), true);
    }

    private static List<InetAddress> addresses(SsrfGuard guard, String url) throws Exception {
        return guard.addresses(guard.target(url));
    }

    private static InetAddress literal(String text) {
        return InetAddress.ofLiteral(text);
    }
}
