package dev.consign.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.testkit.broker.BrokerOptions;
import dev.consign.testkit.broker.BrokerProcess;
import dev.consign.testkit.database.MariaDbOptions;
import dev.consign.testkit.database.MariaDbServer;
import dev.consign.testkit.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The finished programs with settings that are good but for one: they end, and say why. Where a
/// start is refused before anything is served, many are tried in one process ([ManyStarts]); that
/// the process of a refused start ends is seen of one start of each kind.
class StartupRefusalTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String NOWHERE = "tcp://127.0.0.1:1";
    private static final List<String> SECRETS =
            List.of(
                    GoodSettings.SANDBOX_KEY,
                    GoodSettings.BROKER_PASSWORD,
                    GoodSettings.DATABASE_PASSWORD,
                    GoodSettings.WEBHOOK_SECRET,
                    GoodSettings.CARD_KEY_SECRET,
                    "hunter2",
                    "of-the-shop");

    @TempDir static Path common;

    private static final Map<String, Starts> STARTS = new HashMap<>();

    private static MariaDbServer database;

    @TempDir Path directory;

    @BeforeAll
    static void startDatabase() throws Exception {
        database =
                MariaDbServer.prepare(
                        new MariaDbOptions(
                                common,
                                common.resolve("database.log"),
                                Ports.free(),
                                "consign",
                                new MariaDbOptions.Login(
                                        "consign", GoodSettings.DATABASE_PASSWORD, "word-of-root"),
                                "64M"));
        database.start();
    }

    @AfterAll
    static void stop() {
        STARTS.values().forEach(Starts::close);
        database.close();
    }

    /// Refused before anything is asked: nothing listens where these settings lead to.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CONSIGN_BROKER_CALLTIMEOUT=               | consign.broker.call-timeout is not set
                    CONSIGN_BROKER_CALLTIMEOUT=1s             | consign.broker.call-timeout is PT1S but must be at least PT8S
                    CONSIGN_INTAKE_RECEIVETIMEOUT=            | consign.intake.receive-timeout is not set
                    CONSIGN_OUTBOX_POLL=hunter2               | consign.outbox.poll cannot be read
                    CONSIGN_DEDUP_RETENTION=30d               | consign.dedup.retention (PT720H) must be longer than
                    CONSIGN_API_READTIMEOUT=                  | consign.api.read-timeout is not set
                    CONSIGN_API_WRITETIMEOUT=4s               | consign.api.write-timeout must be longer than consign.db.lock-wait-timeout
                    CONSIGN_API_READTIMEOUT=21s               | consign.api.read-timeout and write-timeout must not be longer than
                    CONSIGN_DB_PASSWORD=admin                 | CONSIGN_DB_PASSWORD is empty or a well-known default
                    CONSIGN_BROKER_PASSWORD=                  | CONSIGN_BROKER_PASSWORD is empty or a well-known default
                    CONSIGN_BROKER_URL=tcp://127.0.0.1:1?connectionTtl=30000 | consign.broker.url has the parameter connectionTtl
                    CONSIGN_CARD_KEY_SECRET=                  | CONSIGN_CARD_KEY_SECRET
                    CONSIGN_CARD_KEY_SECRET=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= | CONSIGN_CARD_KEY_SECRET is no random secret
                    CONSIGN_CARD_KEY_OLD_SECRETS=c2hvcnQ=     | CONSIGN_CARD_KEY_OLD_SECRETS must be the base 64 form
                    CONSIGN_CARD_KEY_DIGEST_SECRET=c2hvcnQ=   | CONSIGN_CARD_KEY_DIGEST_SECRET must be the base 64 form
                    CONSIGN_API_KEY_SHOP=of-the-shop          | CONSIGN_API_KEY_SHOP must have at least 24 characters
                    CONSIGN_API_KEY_OPS=ops-ops-ops-ops-ops-ops-ops-ops | CONSIGN_API_KEY_OPS is easy to guess, about
                    CONSIGN_APIKEYS_REREAD=0s                 | consign.api-keys.reread is not set
                    CONSIGN_LIMITS_KEYRATE=0                  | consign.limits.key-rate and address-rate must be 1 or more
                    """)
    void a_setting_that_is_missing_or_wrong_is_refused_by_name(String setting, String sentence)
            throws Exception {
        var settings = settings("processor", NOWHERE, 0);
        settings.put("CONSIGN_DB_URL", "jdbc:mysql://127.0.0.1:1/consign");
        var at = setting.indexOf('=');
        settings.put(setting.substring(0, at), setting.substring(at + 1));
        refused("processor", settings, sentence);
    }

    /// As all of them do, seen from outside: one by its settings, one by what they lead to.
    @ParameterizedTest
    @CsvSource({
        "processor, CONSIGN_OUTBOX_POLL, consign.outbox.poll cannot be read",
        "reconciler, CONSIGN_DB_PASSWORD, 'the database does not let us in, look at CONSIGN_DB_USER'"
    })
    void the_process_of_a_refused_start_ends(String module, String setting, String sentence)
            throws Exception {
        var port = Ports.free();
        var settings = settings(module, NOWHERE, port);
        settings.put(setting, "hunter2-hunter2");
        try (var program = Program.start(module, settings, log(module), port)) {
            refused(program, sentence);
        }
    }

    @ParameterizedTest
    @CsvSource({"processor", "reconciler"})
    void a_database_that_may_lose_commits_is_refused(String module) throws Exception {
        flushAtCommit(2);
        try {
            refused(module, settings(module, NOWHERE, 0), "set innodb_flush_log_at_trx_commit=1");
        } finally {
            flushAtCommit(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"processor", "reconciler"})
    void a_wrong_database_password_is_one_sentence(String module) throws Exception {
        var settings = settings(module, NOWHERE, 0);
        settings.put("CONSIGN_DB_PASSWORD", "hunter2-hunter2");
        refused(
                module,
                settings,
                "the database does not let us in, look at CONSIGN_DB_USER, CONSIGN_DB_PASSWORD"
                        + " and CONSIGN_DB_URL: Access denied for user 'consign'");
    }

    @Test
    void a_database_that_never_comes_is_one_sentence() throws Exception {
        var settings = settings("processor", NOWHERE, 0);
        settings.put("CONSIGN_DB_URL", "jdbc:mysql://127.0.0.1:1/consign");
        refused("processor", settings, "the database cannot be reached for 30 s");
    }

    /// The session's own time stands still, years ago.
    @ParameterizedTest
    @CsvSource({"processor", "reconciler"})
    void a_clock_that_is_far_from_the_databases_is_refused(String module) throws Exception {
        var settings = settings(module, NOWHERE, 0);
        settings.merge(
                "CONSIGN_DB_URL",
                "sessionVariables=timestamp=1700000000",
                (url, own) -> url + (url.contains("?") ? "&" : "?") + own);
        refused(module, settings, "s ahead of the database's: set both by NTP, then start again");
    }

    @ParameterizedTest
    @CsvSource({"processor", "reconciler"})
    void a_wrong_broker_password_is_said_once_and_ends_the_start_after_a_while(String module)
            throws Exception {
        try (var broker = broker()) {
            broker.start();
            var port = Ports.free();
            var settings = settings(module, broker.url(), port);
            settings.put("CONSIGN_BROKER_PASSWORD", "hunter2-hunter2");
            try (var program = Program.start(module, settings, log(module), port)) {
                refused(
                        program,
                        "the broker does not let %s in, look at CONSIGN_BROKER_USER and CONSIGN_BROKER_PASSWORD"
                                .formatted(module));
                assertThat(said(program))
                        .containsOnlyOnce("waiting for the broker to let %s in".formatted(module))
                        .doesNotContain(" WARN ");
            }
        }
    }

    @Test
    void a_broker_that_may_lose_messages_is_refused_when_it_is_there_and_when_it_comes()
            throws Exception {
        try (var broker = broker()) {
            var file = directory.resolve("broker/etc/broker.xml");
            var shipped = Files.readString(file);
            var unsafe =
                    shipped.replace(
                            "<journal-sync-transactional>true<",
                            "<journal-sync-transactional>false<");
            assertThat(unsafe).isNotEqualTo(shipped);
            Files.writeString(file, unsafe);

            var port = Ports.free();
            try (var waiting =
                    Program.start(
                            "processor",
                            settings("processor", broker.url(), port),
                            log("processor"),
                            port)) {
                await().atMost(LONG).until(waiting::isAlive);
                assertThat(waiting.isReady()).isFalse();
                assertThat(waiting.log()).contains("waiting for the broker");
                broker.start();
                refused(waiting, "set journal-sync-transactional to true in broker.xml");
            }
            var another = Ports.free();
            try (var late =
                    Program.start(
                            "reconciler",
                            settings("reconciler", broker.url(), another),
                            log("reconciler"),
                            another)) {
                refused(late, "set journal-sync-transactional to true in broker.xml");
            }
        }
    }

    @Test
    void a_clean_start_says_nothing_that_must_be_looked_at() throws Exception {
        try (var broker = broker()) {
            broker.start();
            for (var module : List.of("processor", "reconciler")) {
                var port = Ports.free();
                try (var program =
                        Program.start(
                                module, settings(module, broker.url(), port), log(module), port)) {
                    await().atMost(LONG).until(program::isReady);
                    assertThat(said(program))
                            .doesNotContain(" WARN ", " ERROR ")
                            .doesNotContain(SECRETS);
                }
            }
        }
    }

    /// But for the warnings that one user does everything at the database, as it is here.
    private static String said(Program program) throws Exception {
        return program.log()
                .lines()
                .filter(line -> !line.contains("may change the audit and the journal"))
                .filter(line -> !line.contains("may change the journal, which we only read"))
                .collect(Collectors.joining("\n"));
    }

    private static void refused(String module, Map<String, String> settings, String sentence)
            throws Exception {
        @Nullable Starts starts = STARTS.get(module);
        if (starts == null) {
            starts = new Starts(module, common);
            STARTS.put(module, starts);
        }
        refused(starts.refusal(settings), sentence);
    }

    private static void refused(Program program, String sentence) throws Exception {
        assertThat(program.exitCode()).isPositive();
        refused(program.log(), sentence);
    }

    private static void refused(String log, String sentence) {
        assertThat(log).containsOnlyOnce(sentence).doesNotContain("\tat ").doesNotContain(SECRETS);
        assertThat(log.strip().lines().reduce((_, line) -> line).orElseThrow()).contains(sentence);
    }

    private static void flushAtCommit(int how) throws Exception {
        try (var admin = database.admin();
                var statement = admin.createStatement()) {
            statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = " + how);
        }
    }

    private BrokerProcess broker() {
        return BrokerProcess.prepare(
                new BrokerOptions(
                        directory.resolve("broker"),
                        directory.resolve("broker.log"),
                        Ports.free(),
                        Map.of(
                                "processor",
                                GoodSettings.BROKER_PASSWORD,
                                "reconciler",
                                GoodSettings.BROKER_PASSWORD)));
    }

    private Path log(String module) {
        return directory.resolve(module + ".log");
    }

    private static Map<String, String> settings(String module, String broker, int port) {
        return new HashMap<>(GoodSettings.of(module, database.database(), broker, port));
    }
}
