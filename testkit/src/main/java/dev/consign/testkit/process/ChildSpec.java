package dev.consign.testkit.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What it takes to run one child; the same specification starts it again after it died.
///
/// @param name short name, also that of its log file
/// @param command program and arguments
/// @param environment variables added to those the parent has
/// @param log file that receives standard output and standard error
/// @param readiness when others may rely on it
public record ChildSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path log,
        Readiness readiness) {
    /// Copies what could be changed under a running child.
    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
