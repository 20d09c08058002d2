package dev.consign.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `consign up` has written about itself.
public final class RunningHere {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of ./consign up: CONSIGN_DATA, else var.")
    private @Nullable Path data;

    /// How it is named to a command that goes on.
    String options() {
        return new Given().with("--data", data == null ? null : data.toString()).options();
    }

    /// @throws CommandFailure when nothing runs there
    public JsonNode description(Map<String, String> environment) {
        var file = directory(environment).resolve("consign.json");
        if (!Files.exists(file)) {
            throw CommandFailure.notReachable(
                    "Nothing runs here (no %s): start ./consign up, or give --data, or CONSIGN_URL and CONSIGN_API_KEY."
                            .formatted(file));
        }
        return JsonMapper.shared().readTree(file);
    }

    private Path directory(Map<String, String> environment) {
        @Nullable Path chosen = data;
        if (chosen != null) {
            return chosen;
        }
        var said = environment.get("CONSIGN_DATA");
        return said == null || said.isBlank()
                ? Path.of(System.getProperty("consign.home", "")).resolve("var")
                : Path.of(said);
    }
}
