package dev.consign.testkit.database;

import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildSpec;
import dev.consign.testkit.process.OwnerOnly;
import dev.consign.testkit.process.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A MariaDB server process of our own; what it confirmed it still has after a kill -9.
public final class MariaDbServer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration INSTALL = Duration.ofMinutes(2);

    private final MariaDbOptions options;
    private final List<String> more;
    private final MariaDbBinaries binaries;
    private final Path data;
    private final Path initFile;
    private final Path socketDirectory;
    private final Child child;

    private MariaDbServer(MariaDbOptions options, List<String> more) throws IOException {
        this.options = options;
        this.more = List.copyOf(more);
        this.binaries = MariaDbBinaries.locate();
        this.data = options.directory().resolve("data").toAbsolutePath();
        this.initFile = options.directory().resolve("init.sql").toAbsolutePath();
        // A socket's path may have 107 characters at most, a data directory can be longer.
        this.socketDirectory = Files.createTempDirectory("consign-db-");
        this.child =
                new Child(
                        new ChildSpec(
                                "database",
                                command(),
                                Map.of(),
                                options.log(),
                                this::acceptsLogins));
    }

    /// Creates the data directory if need be; starts nothing.
    ///
    /// @param options where and for whom
    /// @return a server that can be started
    /// @throws DatabaseUnavailable when there is no server program for this machine
    public static MariaDbServer prepare(MariaDbOptions options) throws InterruptedException {
        return prepare(options, List.of());
    }

    /// The same with options of the server itself, which win over ours.
    public static MariaDbServer prepare(MariaDbOptions options, List<String> more)
            throws InterruptedException {
        try {
            var server = new MariaDbServer(options, more);
            Files.createDirectories(server.temporary());
            server.writeInitFile();
            if (!Files.exists(server.data)) {
                server.install();
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set up MariaDB in " + options.directory(), e);
        }
    }

    /// Starts the server and waits until it lets the user in.
    public void start() throws InterruptedException {
        child.start();
        child.awaitReady(START);
    }

    /// @return the process, for those who watch over it themselves
    public Child child() {
        return child;
    }

    /// @return the schema named in the options and its user
    public Database database() {
        var login = options.login();
        return new Database(jdbcUrl(options.schema()), login.user(), login.password());
    }

    /// @param schema a new schema with a user of the same name
    /// @param password password of that user
    /// @return how to reach it
    public Database createSchema(String schema, String password) throws SQLException {
        try (var admin = admin();
                var statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + schema);
            statement.execute(
                    "CREATE USER '%s'@'127.0.0.1' IDENTIFIED BY '%s'".formatted(schema, password));
            statement.execute(
                    "GRANT ALL ON `%s`.* TO '%s'@'127.0.0.1' WITH GRANT OPTION"
                            .formatted(pattern(schema), schema));
        }
        return new Database(jdbcUrl(schema), schema, password);
    }

    /// @param schema that is there already
    /// @param user a new user who is let into it and may do nothing there until given rights
    /// @return how it reaches the schema
    public Database createUser(String schema, String user, String password) throws SQLException {
        try (var admin = admin();
                var statement = admin.createStatement()) {
            for (var sql : letIn(schema, user, password)) {
                statement.execute(sql);
            }
        }
        return new Database(jdbcUrl(schema), user, password);
    }

    /// Not "CREATE OR REPLACE", which takes away what the user was given since.
    private static List<String> letIn(String schema, String user, String password) {
        return List.of(
                "CREATE USER IF NOT EXISTS '%s'@'127.0.0.1'".formatted(user),
                "ALTER USER '%s'@'127.0.0.1' IDENTIFIED BY '%s'".formatted(user, password),
                // There are no views. It lets the user see a schema that has no tables yet.
                "GRANT SHOW VIEW ON `%s`.* TO '%s'@'127.0.0.1'".formatted(pattern(schema), user));
    }

    /// Without the backslash an underscore in a grant stands for any character.
    private static String pattern(String schema) {
        return schema.replace("_", "\\_");
    }

    /// @return a connection that may do everything; the caller closes it
    public Connection admin() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(""), "root", options.login().adminPassword());
    }

    /// Stops the server in good order.
    @Override
    public void close() {
        try {
            child.stop(STOP);
        } finally {
            removeSocketDirectory();
        }
    }

    /// Removes what lies outside the data directory, for those who stop the process themselves.
    public void removeSocketDirectory() {
        try {
            Files.deleteIfExists(socketDirectory.resolve("s"));
            Files.deleteIfExists(socketDirectory);
        } catch (IOException _) {
            // Two names in the temporary directory are all that is left.
        }
    }

    private String jdbcUrl(String schema) {
        return "jdbc:mysql://127.0.0.1:%d/%s%s"
                .formatted(options.port(), schema, Database.PARAMETERS);
    }

    private boolean acceptsLogins() {
        try (var connection = database().connect()) {
            return connection.isValid(2);
        } catch (SQLException _) {
            return false;
        }
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(binaries.server().toString());
        command.add("--no-defaults");
        command.addAll(baseDirectory());
        command.add("--datadir=" + data);
        command.add("--tmpdir=" + temporary());
        command.add("--socket=" + socketDirectory.resolve("s"));
        command.add("--pid-file=" + data.resolve("mariadbd.pid"));
        command.add("--init-file=" + initFile);
        command.add("--bind-address=127.0.0.1");
        command.add("--port=" + options.port());
        command.add("--innodb-flush-log-at-trx-commit=1");
        command.add("--innodb-lock-wait-timeout=5");
        command.add("--innodb-buffer-pool-size=" + options.bufferPool());
        // The defaults (96 MiB, 200 pages a second) fill within seconds under load, and commits
        // wait
        // when the redo log is full of pages not written back yet.
        command.add("--innodb-log-file-size=256M");
        command.add("--innodb-io-capacity=1000");
        command.add("--transaction-isolation=READ-COMMITTED");
        command.add("--character-set-server=utf8mb4");
        command.add("--collation-server=utf8mb4_bin");
        command.add("--max-allowed-packet=64M");
        // A busy machine is still seeing off those who left while others come.
        command.add("--max-connections=600");
        command.add("--skip-log-bin");
        command.add("--skip-name-resolve");
        command.add("--skip-symbolic-links");
        // Encryption on the loopback address costs time and guards against nobody.
        command.add("--skip-ssl");
        command.addAll(more);
        command.addAll(runningUser());
        return command;
    }

    /// Its own: at its start a server clears the temporary directory of tables that others may use.
    private Path temporary() {
        return options.directory().resolve("tmp").toAbsolutePath();
    }

    private List<String> baseDirectory() {
        var base = binaries.baseDirectory();
        return base == null ? List.of() : List.of("--basedir=" + base);
    }

    /// MariaDB refuses to run as root unless it is told to.
    private static List<String> runningUser() {
        return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
    }

    /// Installs beside the goal and renames: a broken off installation is done again from scratch.
    private void install() throws IOException, InterruptedException {
        var unfinished = options.directory().resolve("data.unfinished").toAbsolutePath();
        Trees.delete(unfinished);
        var command = new ArrayList<String>();
        command.add(binaries.installer().toString());
        command.add("--no-defaults");
        command.addAll(baseDirectory());
        command.add("--datadir=" + unfinished);
        command.add("--auth-root-authentication-method=normal");
        command.add("--skip-test-db");
        command.add("--skip-name-resolve");
        command.addAll(runningUser());
        OwnerOnly.parent(options.log());
        OwnerOnly.file(options.log());
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(options.log().toFile()));
        builder.environment().put("TMPDIR", temporary().toString());
        var installing = builder.start();
        if (!installing.waitFor(INSTALL.toSeconds(), TimeUnit.SECONDS)) {
            installing.destroyForcibly();
        }
        if (installing.waitFor() != 0) {
            throw new DatabaseUnavailable(
                    "MariaDB could not create its data directory; see " + options.log() + ".");
        }
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The server runs these statements at every start, so users and passwords are always those of
    /// the options, and what an installation leaves open is closed before the port is.
    private void writeInitFile() throws IOException {
        var login = options.login();
        var sql =
                """
                CREATE DATABASE IF NOT EXISTS `%1$s` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
                DELETE FROM mysql.global_priv WHERE User IN ('', 'root') AND NOT (User = 'root' AND Host IN ('localhost', '127.0.0.1'));
                FLUSH PRIVILEGES;
                CREATE OR REPLACE USER 'root'@'localhost' IDENTIFIED BY '%4$s';
                CREATE OR REPLACE USER 'root'@'127.0.0.1' IDENTIFIED BY '%4$s';
                GRANT ALL ON *.* TO 'root'@'localhost' WITH GRANT OPTION;
                GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
                CREATE OR REPLACE USER '%2$s'@'127.0.0.1' IDENTIFIED BY '%3$s';
                GRANT ALL ON `%1$s`.* TO '%2$s'@'127.0.0.1' WITH GRANT OPTION;
                """
                        .formatted(
                                options.schema(),
                                login.user(),
                                login.password(),
                                login.adminPassword());
        var others = new StringBuilder();
        login.others()
                .forEach((user, password) ->
                        letIn(options.schema(), user, password)
                                .forEach(one -> others.append(one).append(";\n")));
        Files.deleteIfExists(initFile);
        Files.createFile(
                initFile,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(initFile, sql + others);
    }
}
