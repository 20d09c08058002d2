package dev.consign.testkit.broker;

import java.nio.file.Path;
import java.util.Map;

/// Where a broker lives and who may use it.
///
/// @param directory holds its files and its journal; created when missing
/// @param log standard output and standard error of the broker
/// @param port on 127.0.0.1
/// @param passwords password by user: `processor`, `reconciler` and, where somebody wants to look
///   or to play a stranger, `testbed`, whom the product's own configuration does not know
/// @param steered whether `processor` may hold the queues and read their counters, which nobody may
///   in the product's own configuration
public record BrokerOptions(
        Path directory, Path log, int port, Map<String, String> passwords, boolean steered) {
    /// Copies the passwords.
    public BrokerOptions {
        passwords = Map.copyOf(passwords);
    }

    /// With the rights of the product's own configuration and no others.
    public BrokerOptions(Path directory, Path log, int port, Map<String, String> passwords) {
        this(directory, log, port, passwords, false);
    }
}
