package dev.consign.cli;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Whom a command asks, as whom, and how the answer is printed: the same on every command that
/// reads.
final class Connection {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Of the processor: CONSIGN_URL, else that of the data directory.")
    private @Nullable String url;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description =
                    "CONSIGN_API_KEY, else that of the data directory. Other users of this machine may see it here, and not in the variable.")
    private @Nullable String apiKey;

    @Option(names = "--json", description = "Print the answer as it is.")
    private boolean json;

    @Mixin private RunningHere here = new RunningHere();

    boolean json() {
        return json;
    }

    /// What a command that goes on is called with: all but the key.
    String options() {
        return new Given().with("--url", url).options() + here.options();
    }

    /// @param role whose key is taken of those that `consign up` wrote
    Api as(String role) {
        return as(role, System.getenv());
    }

    Api as(String role, Map<String, String> environment) {
        var asked = url == null ? environment.get("CONSIGN_URL") : url;
        var key = apiKey == null ? environment.get("CONSIGN_API_KEY") : apiKey;
        if (asked != null) {
            Api.refuseWhatIsNoUrl(asked);
        }
        if (key != null) {
            Api.refuseWhatIsNoKey(key);
        }
        if (asked != null && key != null) {
            return new Api(asked, key);
        }
        var run = here.description(environment);
        return new Api(
                Objects.requireNonNullElseGet(
                        asked, () -> run.path("urls").path("processor").asString()),
                Objects.requireNonNullElseGet(
                        key, () -> run.path("apiKeys").path(role).asString()));
    }
}
