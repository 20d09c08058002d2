package dev.consign.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mysql.cj.jdbc.exceptions.CommunicationsException;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import dev.consign.testkit.database.MariaDbOptions;
import dev.consign.testkit.database.MariaDbServer;
import dev.consign.testkit.process.Ports;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/// A database that speaks TLS with a certificate of an authority of ours (issue 11, number 14).
class TlsDatabaseTest {
    private static final String WORD = "word-of-the-shop";

    @TempDir static Path directory;

    private static Certificates ours;
    private static Certificates theirs;
    private static MariaDbServer server;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        ours = new Certificates(directory.resolve("ours"), "authority");
        theirs = new Certificates(directory.resolve("theirs"), "stranger");
        var _ = ours.signed("database", "CN=localhost", "san=dns:localhost");
        port = Ports.free();
        server =
                MariaDbServer.prepare(
                        new MariaDbOptions(
                                directory.resolve("database"),
                                directory.resolve("database.log"),
                                port,
                                "shop",
                                new MariaDbOptions.Login("shop", WORD, "word-of-root"),
                                "64M"),
                        List.of(
                                "--ssl",
                                "--ssl-ca=" + ours.pem("authority"),
                                "--ssl-cert=" + ours.pem("database"),
                                "--ssl-key=" + ours.key("database")));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void the_pool_passes_on_what_the_url_says_and_every_connection_is_encrypted() {
        try (var pool = DatabasePool.open(settings(url("localhost", ours)))) {
            var cipher =
                    new JdbcTemplate(pool)
                            .queryForObject(
                                    "SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'SSL_CIPHER'",
                                    String.class);
            assertThat(cipher).isNotBlank();
        }
    }

    @Test
    void a_database_whose_certificate_nobody_of_ours_signed_hears_no_password() {
        assertThatExceptionOfType(CommunicationsException.class)
                .isThrownBy(() ->
                        DriverManager.getConnection(url("localhost", theirs), "shop", WORD)
                                .close());
    }

    /// The certificate is genuine, and of another machine.
    @Test
    void a_database_under_another_name_than_its_certificates_hears_no_password() {
        assertThatExceptionOfType(CommunicationsException.class)
                .isThrownBy(() ->
                        DriverManager.getConnection(url("127.0.0.1", ours), "shop", WORD).close());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db.example:3306/shop",
                "jdbc:mysql://10.0.0.5/shop?connectTimeout=1",
                "jdbc:mysql://127.0.0.1,db.example:3306/shop",
                "jdbc:mysql:loadbalance://127.0.0.1:1,10.0.0.5:2/shop",
                "jdbc:mysql://(host=db.example,port=1)/shop",
                "jdbc:mysql://127.0.0.1@db.example/shop",
                "jdbc:mysql://db.example/shop?sslMode=PREFERRED",
                "jdbc:mysql://db.example/shop?sslmode=preferred&x=y",
                "jdbc:mysql://db.example/sslMode=DISABLED?x=y",
            })
    void a_way_to_another_machine_that_is_not_safe_has_to_be_asked_for(String url) {
        assertThatExceptionOfType(RefusedToStart.class)
                .isThrownBy(() -> settings(url))
                .withMessageStartingWith(
                        "CONSIGN_DB_URL leads to another machine and does not ask for TLS: add sslMode=VERIFY_IDENTITY");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://127.0.0.1:3306/shop",
        "jdbc:mysql://localhost/shop?connectTimeout=1",
        "jdbc:mysql://[::1]:3306/shop",
        "jdbc:mysql://db.example/shop?sslMode=VERIFY_IDENTITY",
        "jdbc:mysql://db.example/shop?x=y&sslMode=VERIFY_CA",
        "jdbc:mysql://db.example/shop?sslMode=DISABLED",
    })
    void what_stays_here_or_was_decided_is_taken(String url) {
        assertThatCode(() -> settings(url)).doesNotThrowAnyException();
    }

    private static String url(String host, Certificates trusted) {
        return "jdbc:mysql://%s:%d/shop?sslMode=VERIFY_IDENTITY&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStoreUrl=%s&trustCertificateKeyStorePassword=%s"
                .formatted(host, port, trusted.trust().toUri(), Certificates.PASSWORD);
    }

    private static DatabaseSettings settings(String url) {
        return new DatabaseSettings(
                url,
                "shop",
                WORD,
                2,
                Duration.ofSeconds(3),
                Duration.ofSeconds(20),
                Duration.ofSeconds(4),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4));
    }
}
