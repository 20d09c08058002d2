package dev.consign.reconciler.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.reconciler.ReconcilerApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;

/// A program that listens to the whole network, as the README has it (issue 11, number 14).
class TlsTest {
    private static final String PASSWORD = "only-of-this-test";

    @TempDir Path directory;

    @Test
    void with_a_certificate_it_listens_to_everybody_and_speaks_nothing_but_tls() throws Exception {
        var store = certificate("ours");
        var arguments = new ArrayList<>(RefusalTest.GOOD);
        arguments.addAll(
                List.of(
                        "--server.address=0.0.0.0",
                        "--server.ssl.bundle=https",
                        "--spring.ssl.bundle.pem.https.keystore.certificate="
                                + pem("CERTIFICATE", store.getCertificate("ours").getEncoded()),
                        "--spring.ssl.bundle.pem.https.keystore.private-key="
                                + pem(
                                        "PRIVATE KEY",
                                        store.getKey("ours", PASSWORD.toCharArray())
                                                .getEncoded())));
        try (var program =
                SpringApplication.run(
                        ReconcilerApplication.class, arguments.toArray(String[]::new))) {
            var port = program.getEnvironment().getRequiredProperty("local.server.port");
            var probe = "://localhost:%s/actuator/health/liveness".formatted(port);

            assertThat(get(trusting(store), "https" + probe)).isEqualTo(200);
            assertThatThrownBy(() -> get(trusting(certificate("theirs")), "https" + probe))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(get(HttpClient.newHttpClient(), "http" + probe)).isEqualTo(400);
        }
    }

    /// The proxy of this test is the test.
    @Test
    void a_declared_proxy_may_come_in_the_clear_for_those_who_did_not() throws Exception {
        var key = "the-management-key-of-this-test";
        var arguments = new ArrayList<>(RefusalTest.GOOD);
        arguments.addAll(
                List.of(
                        "--server.address=0.0.0.0",
                        "--consign.access.proxies=127.0.0.1,10.1.2.0/24",
                        "--consign.access.management-key=" + key));
        try (var program =
                SpringApplication.run(
                        ReconcilerApplication.class, arguments.toArray(String[]::new))) {
            var url =
                    "http://127.0.0.1:%s/actuator/"
                            .formatted(
                                    program.getEnvironment()
                                            .getRequiredProperty("local.server.port"));
            var plain = HttpClient.newHttpClient();
            String[] https = {"X-Forwarded-For", "203.0.113.9", "X-Forwarded-Proto", "https"};
            String[] http = {"X-Forwarded-For", "203.0.113.9", "X-Forwarded-Proto", "http"};
            String[] known = {"X-Forwarded-Proto", "https", "Authorization", "Bearer " + key};
            String[] shown = {"X-Forwarded-Proto", "http", "Authorization", "Bearer " + key};

            assertThat(get(plain, url + "health/liveness", https)).isEqualTo(200);
            assertThat(get(plain, url + "health/liveness", http)).isEqualTo(200);
            assertThat(get(plain, url + "prometheus", https)).isEqualTo(401);
            assertThat(get(plain, url + "prometheus")).isEqualTo(401);
            assertThat(get(plain, url + "prometheus", known)).isEqualTo(200);
            assertThat(get(plain, url + "prometheus", shown)).isEqualTo(403);
        }
    }

    private String pem(String what, byte[] content) throws IOException {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        var file =
                Files.writeString(
                        directory.resolve(what.replace(' ', '-') + ".pem"),
                        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, lines));
        return "file:" + file;
    }

    private KeyStore certificate(String name) throws Exception {
        var store = directory.resolve(name + ".p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", name));
        command.addAll(List.of("-keyalg", "EC", "-validity", "2", "-dname", "CN=localhost"));
        command.addAll(List.of("-ext", "san=dns:localhost", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private static HttpClient trusting(KeyStore certificate) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificate);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static int get(HttpClient http, String uri, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(uri));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
