package dev.consign.testbed.launcher;

import dev.consign.testkit.database.Database;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Who is told which address and which secret: each process gets what it needs for its work.
final class Wiring {
    static final String SCHEMA = "consign";
    private static final String MIGRATOR = "CONSIGN_DB_MIGRATE_USER";
    private static final String RECONCILER = "CONSIGN_DB_RECONCILER_USER";
    private static final String BROKER_RECONCILER = "CONSIGN_BROKER_RECONCILER_USER";

    private final LaunchOptions options;
    private final Secrets secrets;
    private final Path keysFile;

    /// @param keysFile with the keys of people; the processor reads it anew when it has changed
    Wiring(LaunchOptions options, Secrets secrets, Path keysFile) {
        this.keysFile = keysFile;
        this.options = options;
        this.secrets = secrets;
    }

    boolean hasOwnDatabase() {
        return options.setting("CONSIGN_DB_URL") == null;
    }

    boolean hasOwnBroker() {
        return options.setting("CONSIGN_BROKER_URL") == null;
    }

    /// Our own database, for the user who may do everything with the schema: it migrates, and
    /// people look with it. From outside, the one who is said to migrate.
    Database database() {
        var url = options.setting("CONSIGN_DB_URL");
        if (url == null) {
            var own =
                    "jdbc:mysql://127.0.0.1:%d/%s%s"
                            .formatted(options.ports().database(), SCHEMA, Database.PARAMETERS);
            return new Database(own, SCHEMA, secrets.databasePassword());
        }
        return options.setting(MIGRATOR) == null
                ? new Database(url, needed("CONSIGN_DB_USER"), needed("CONSIGN_DB_PASSWORD"))
                : new Database(url, needed(MIGRATOR), needed("CONSIGN_DB_MIGRATE_PASSWORD"));
    }

    /// Those of the programs at our own database, with their passwords.
    Map<String, String> databaseUsers() {
        return Map.of(
                user("processor"), secrets.databasePassword("processor"),
                user("reconciler"), secrets.databasePassword("reconciler"));
    }

    private static String user(String program) {
        return SCHEMA + "_" + program;
    }

    /// Who a program is at the database. One from outside may have one user for both.
    private Database database(String program) {
        var url = options.setting("CONSIGN_DB_URL");
        if (url == null) {
            return new Database(
                    database().jdbcUrl(), user(program), secrets.databasePassword(program));
        }
        return program.equals("reconciler") && options.setting(RECONCILER) != null
                ? new Database(url, needed(RECONCILER), needed("CONSIGN_DB_RECONCILER_PASSWORD"))
                : new Database(url, needed("CONSIGN_DB_USER"), needed("CONSIGN_DB_PASSWORD"));
    }

    /// Of a schema beside ours these users know nothing.
    static void forgetDatabaseUsers(Map<String, String> environment) {
        environment.keySet().removeIf(Wiring::isOfDatabaseUsers);
    }

    private static boolean isOfDatabaseUsers(String variable) {
        return variable.startsWith("CONSIGN_DB_MIGRATE_")
                || variable.startsWith("CONSIGN_DB_RECONCILER_");
    }

    String brokerUrl() {
        var url = options.setting("CONSIGN_BROKER_URL");
        return url == null ? "tcp://127.0.0.1:" + options.ports().broker() : url;
    }

    /// Who a program is at the broker. At one from outside the reconciler may have a user of its
    /// own, as the broker's rights ask for; whose letters are the reconciler's, the processor is
    /// told.
    private String brokerUser(String program) {
        if (hasOwnBroker()) {
            return program;
        }
        return isOther(program) ? needed(BROKER_RECONCILER) : needed("CONSIGN_BROKER_USER");
    }

    private String brokerPassword(String program) {
        if (hasOwnBroker()) {
            return Objects.requireNonNull(secrets.brokerPasswords().get(program));
        }
        return isOther(program)
                ? needed("CONSIGN_BROKER_RECONCILER_PASSWORD")
                : needed("CONSIGN_BROKER_PASSWORD");
    }

    private boolean isOther(String program) {
        return program.equals("reconciler") && options.setting(BROKER_RECONCILER) != null;
    }

    String processorUrl() {
        return "http://127.0.0.1:" + options.ports().http();
    }

    String reconcilerUrl() {
        return "http://127.0.0.1:" + options.ports().reconciler();
    }

    String sandboxUrl() {
        return "http://127.0.0.1:" + options.ports().sandbox();
    }

    Map<String, String> processor() {
        var environment = shared("processor");
        if (hasOwnDatabase()) {
            environment.put(MIGRATOR, database().user());
            environment.put("CONSIGN_DB_MIGRATE_PASSWORD", database().password());
            environment.put(RECONCILER, user("reconciler"));
        }
        environment.remove("CONSIGN_DB_RECONCILER_PASSWORD");
        environment.put(BROKER_RECONCILER, brokerUser("reconciler"));
        environment.remove("CONSIGN_BROKER_RECONCILER_PASSWORD");
        // Whoever stands between the two to cut the wire.
        var way = options.setting("CONSIGN_PROCESSOR_BROKER_URL");
        if (way != null) {
            environment.put("CONSIGN_BROKER_URL", way);
        }
        environment.put("CONSIGN_HTTP_PORT", Integer.toString(options.ports().http()));
        secrets.apiKeys()
                .forEach((role, key) ->
                        environment.put("CONSIGN_API_KEY_" + role.toUpperCase(Locale.ROOT), key));
        environment.putIfAbsent("CONSIGN_API_KEYS_FILE", keysFile.toAbsolutePath().toString());
        environment.put("CONSIGN_SANDBOX_WEBHOOK_SECRET", secrets.sandboxWebhookSecret());
        environment.put("CONSIGN_CARD_KEY_SECRET", secrets.cardKeySecret());
        environment.put(
                "CONSIGN_CARD_KEY_OLD_SECRETS", String.join(",", secrets.cardKeyOldSecrets()));
        environment.put("CONSIGN_CARD_KEY_DIGEST_SECRET", secrets.cardKeyDigestSecret());
        var publicUrl = options.setting("CONSIGN_PUBLIC_URL");
        environment.put("CONSIGN_PUBLIC_URL", publicUrl == null ? processorUrl() : publicUrl);
        // On one machine consignors' webhooks are tried out without certificates.
        environment.putIfAbsent("CONSIGN_NOTIFICATIONS_ALLOWHTTP", "true");
        return environment;
    }

    Map<String, String> reconciler() {
        var environment = shared("reconciler");
        environment
                .keySet()
                .removeIf(name ->
                        name.startsWith("CONSIGN_MAIL_") || name.startsWith("CONSIGN_CARD_KEY_"));
        forgetDatabaseUsers(environment);
        environment.keySet().removeIf(name -> name.startsWith("CONSIGN_BROKER_RECONCILER_"));
        environment.put("CONSIGN_RECONCILER_PORT", Integer.toString(options.ports().reconciler()));
        return environment;
    }

    private Map<String, String> shared(String program) {
        var environment = inherited();
        var database = database(program);
        environment.put("CONSIGN_DB_URL", database.jdbcUrl());
        environment.put("CONSIGN_DB_USER", database.user());
        environment.put("CONSIGN_DB_PASSWORD", database.password());
        environment.put("CONSIGN_BROKER_URL", brokerUrl());
        environment.put("CONSIGN_BROKER_USER", brokerUser(program));
        environment.put("CONSIGN_BROKER_PASSWORD", brokerPassword(program));
        environment.put("CONSIGN_SANDBOX_URL", sandboxUrl());
        environment.put("CONSIGN_SANDBOX_API_KEY", secrets.sandboxApiKey());
        environment.putIfAbsent("CONSIGN_BIND", "127.0.0.1");
        return environment;
    }

    /// What a caller adds to the options is passed on like what stands in our own environment.
    private Map<String, String> inherited() {
        var environment = new LinkedHashMap<String, String>();
        options.environment()
                .forEach((name, value) -> {
                    if (name.startsWith("CONSIGN_")) {
                        environment.put(name, value);
                    }
                });
        return environment;
    }

    Map<String, String> sandbox(String directory) {
        return Map.of(
                "CONSIGN_SANDBOX_PORT", Integer.toString(options.ports().sandbox()),
                "CONSIGN_SANDBOX_DATA", directory,
                "CONSIGN_SANDBOX_API_KEY", secrets.sandboxApiKey(),
                "CONSIGN_SANDBOX_WEBHOOK_SECRET", secrets.sandboxWebhookSecret());
    }

    /// Whatever is missing is told at once.
    ///
    /// @throws LaunchFailure when an address from outside lacks its user or password
    void requireOutside() {
        var missing =
                Stream.of("DB", "DB_MIGRATE", "DB_RECONCILER", "BROKER", "BROKER_RECONCILER")
                        .flatMap(this::missing)
                        .toList();
        if (!missing.isEmpty()) {
            throw new LaunchFailure(
                    "%s %s missing: an address from outside needs its user and password."
                            .formatted(
                                    String.join(", ", missing), missing.size() > 1 ? "are" : "is"));
        }
    }

    private Stream<String> missing(String whose) {
        var prefix = "CONSIGN_" + whose;
        var address = whose.startsWith("DB") ? "CONSIGN_DB_URL" : "CONSIGN_BROKER_URL";
        // Other users there than the one may be left out, but not by half.
        var wanted =
                options.setting(address) != null
                        && (whose.indexOf('_') < 0 || options.setting(prefix + "_USER") != null);
        return Stream.of(prefix + "_USER", prefix + "_PASSWORD")
                .filter(variable -> wanted && options.setting(variable) == null);
    }

    private String needed(String variable) {
        var value = options.setting(variable);
        if (value == null) {
            throw new LaunchFailure(
                    variable + " is missing: an address from outside needs its user and password.");
        }
        return value;
    }
}
