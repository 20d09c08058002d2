package dev.consign.testkit.database;

import java.nio.file.Path;
import java.util.Map;

/// Where a MariaDB server lives and who may use it.
///
/// @param directory holds data and start-up statements; created when missing
/// @param log standard output and standard error of the server
/// @param port on 127.0.0.1
/// @param schema created at first start
/// @param login who may use it
/// @param bufferPool as MariaDB writes sizes, for example `512M`
public record MariaDbOptions(
        Path directory, Path log, int port, String schema, Login login, String bufferPool) {
    /// @param user may do everything in the schema, give rights on it away, and nothing elsewhere
    /// @param password its password
    /// @param adminPassword password of `root`, who is let in from 127.0.0.1 only
    /// @param others passwords of users who are let into the schema and may do nothing there until
    ///   they are given rights, which they keep
    public record Login(
            String user, String password, String adminPassword, Map<String, String> others) {
        /// With nobody else.
        public Login(String user, String password, String adminPassword) {
            this(user, password, adminPassword, Map.of());
        }

        /// Without passwords.
        @Override
        public String toString() {
            return user;
        }
    }
}
