package dev.consign.testkit.database;

import dev.consign.testkit.process.Ports;
import dev.consign.testkit.process.Tokens;
import dev.consign.testkit.process.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/// Hands out empty schemas on one real server per JVM; no two callers ever share one.
public final class Databases {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private Databases() {}

    /// Starts the server at the first call. It is stopped, and its data deleted, when the JVM ends.
    ///
    /// @return a new, empty schema
    public static Database fresh() {
        try {
            return Shared.SERVER.createSchema("fresh_" + COUNTER.incrementAndGet(), Tokens.next());
        } catch (SQLException e) {
            throw new IllegalStateException("no new schema", e);
        }
    }

    /// Who may look at everything on that server, also at who waits for whom.
    public static Connection admin() throws SQLException {
        return Shared.SERVER.admin();
    }

    /// A new user of such a schema, who is let in and may do nothing there until given rights.
    ///
    /// @param name added to that of the schema
    /// @return the same schema, seen by it
    public static Database user(Database schema, String name) {
        try {
            return Shared.SERVER.createUser(
                    schema.user(), schema.user() + "_" + name, Tokens.next());
        } catch (SQLException e) {
            throw new IllegalStateException("no new user", e);
        }
    }

    /// Started by the class loader, hence once and only if it is needed.
    private static final class Shared {
        static final MariaDbServer SERVER = start();

        private static MariaDbServer start() {
            try {
                var directory = Files.createTempDirectory("consign-databases-");
                var login = new MariaDbOptions.Login("consign", Tokens.next(), Tokens.next());
                var server =
                        MariaDbServer.prepare(
                                new MariaDbOptions(
                                        directory,
                                        directory.resolve("database.log"),
                                        Ports.free(),
                                        "consign",
                                        login,
                                        "256M"));
                Runtime.getRuntime()
                        .addShutdownHook(
                                Thread.ofPlatform()
                                        .unstarted(() -> {
                                            try {
                                                // Nobody reads this data again.
                                                if (server.child().isAlive()) {
                                                    server.child().kill9();
                                                }
                                                server.close();
                                                Trees.delete(directory);
                                            } catch (InterruptedException | IOException _) {
                                                Thread.currentThread().interrupt();
                                            }
                                        }));
                server.start();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException("no directory for a database", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a database started", e);
            }
        }
    }
}
