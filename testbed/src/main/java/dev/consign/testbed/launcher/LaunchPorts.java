package dev.consign.testbed.launcher;

import dev.consign.testkit.process.Ports;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// The five ports of one run, all on 127.0.0.1.
///
/// @param http of the processor
/// @param reconciler of the reconciler
/// @param sandbox of the sandbox gateway
/// @param database of the database, unless an external one is used
/// @param broker of the broker, unless an external one is used
public record LaunchPorts(int http, int reconciler, int sandbox, int database, int broker) {
    /// @return five ports that were free a moment ago, for runs beside each other
    public static LaunchPorts free() {
        var found = new LinkedHashSet<Integer>();
        while (found.size() < 5) {
            found.add(Ports.free());
        }
        var port = found.iterator();
        return new LaunchPorts(port.next(), port.next(), port.next(), port.next(), port.next());
    }

    static LaunchPorts of(Map<String, String> environment) {
        return new LaunchPorts(
                port(environment, "CONSIGN_HTTP_PORT", 8080),
                port(environment, "CONSIGN_RECONCILER_PORT", 8081),
                port(environment, "CONSIGN_SANDBOX_PORT", 8090),
                port(environment, "CONSIGN_DB_PORT", 13306),
                port(environment, "CONSIGN_BROKER_PORT", 61616));
    }

    /// @throws LaunchFailure when two of them would listen on one port
    void requireDistinct() {
        var all = List.of(http, reconciler, sandbox, database, broker);
        for (var port : all) {
            if (Collections.frequency(all, port) > 1) {
                throw new LaunchFailure(
                        "Port %d is given to two processes: set CONSIGN_HTTP_PORT, CONSIGN_RECONCILER_PORT, CONSIGN_SANDBOX_PORT, CONSIGN_DB_PORT and CONSIGN_BROKER_PORT to five different ports."
                                .formatted(port));
            }
        }
    }

    /// @throws LaunchFailure when it is no port
    LaunchPorts withHttp(int port) {
        return new LaunchPorts(checked("--http", port), reconciler, sandbox, database, broker);
    }

    /// @param option for the sentence
    /// @throws LaunchFailure when it is no port
    static int checked(String option, int port) {
        if (port < 1 || port > 65_535) {
            throw new LaunchFailure("%s must be a port number, not %d.".formatted(option, port));
        }
        return port;
    }

    private static int port(Map<String, String> environment, String variable, int otherwise) {
        var text = environment.get(variable);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(text.strip());
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Said below together with numbers that are no ports.
        }
        throw new LaunchFailure(variable + " must be a port number, not \"" + text + "\".");
    }
}
