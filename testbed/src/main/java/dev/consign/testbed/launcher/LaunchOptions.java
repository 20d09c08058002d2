package dev.consign.testbed.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one run is made of.
///
/// @param home the repository, where the built jars lie
/// @param data everything the run keeps
/// @param ports where it listens
/// @param fresh whether what is in the data directory is deleted first
/// @param environment as [System#getenv()] gives it; `CONSIGN_DB_URL` and `CONSIGN_BROKER_URL`
///   replace our own database and broker
/// @param progress is told in single lines what happens
public record LaunchOptions(
        Path home,
        Path data,
        LaunchPorts ports,
        boolean fresh,
        Map<String, String> environment,
        Consumer<String> progress) {
    private static final String NEW_SECRET = "CONSIGN_NEW_CARD_KEY_SECRET";

    /// Makes paths absolute: children may run elsewhere.
    public LaunchOptions {
        home = home.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
    }

    /// @param environment as [System#getenv()] gives it
    /// @return what the environment asks for, with the defaults of the interface
    public static LaunchOptions of(Map<String, String> environment) {
        var home = repository();
        var data = environment.get("CONSIGN_DATA");
        return new LaunchOptions(
                home,
                data == null || data.isBlank() ? home.resolve("var") : Path.of(data),
                LaunchPorts.of(environment),
                false,
                environment,
                System.out::println);
    }

    /// `./consign` and the tests say where the repository is.
    private static Path repository() {
        return Path.of(System.getProperty("consign.home", ""));
    }

    /// @param directory instead of that of the environment
    /// @return changed options
    public LaunchOptions withData(Path directory) {
        return new LaunchOptions(home, directory, ports, fresh, environment, progress);
    }

    /// @param others instead of those of the environment
    /// @return changed options
    public LaunchOptions withPorts(LaunchPorts others) {
        return new LaunchOptions(home, data, others, fresh, environment, progress);
    }

    /// @return options that delete what a former run left
    public LaunchOptions startingFresh() {
        return new LaunchOptions(home, data, ports, true, environment, progress);
    }

    /// @param receiver is told what happens, a line at a time
    /// @return changed options
    public LaunchOptions reportingTo(Consumer<String> receiver) {
        return new LaunchOptions(home, data, ports, fresh, environment, receiver);
    }

    /// @param variable an environment variable for the children
    /// @param value its value
    /// @return changed options
    public LaunchOptions with(String variable, String value) {
        var changed = new HashMap<>(environment);
        changed.put(variable, value);
        return new LaunchOptions(home, data, ports, fresh, changed, progress);
    }

    /// @param url where the processor finds the broker instead: a proxy before the real one
    /// @return changed options
    public LaunchOptions withProcessorBroker(String url) {
        return with("CONSIGN_PROCESSOR_BROKER_URL", url);
    }

    /// @return options under which the broker's user `processor` may hold queues and read counters
    public LaunchOptions steeringBroker() {
        return with("CONSIGN_BROKER_STEERED", "yes");
    }

    /// @return options under which card keys are encrypted with a new secret from this start on
    public LaunchOptions makingCardKeySecret() {
        return with(NEW_SECRET, "yes");
    }

    boolean newCardKeySecret() {
        return setting(NEW_SECRET) != null;
    }

    @Nullable String setting(String variable) {
        var value = environment.get(variable);
        return value == null || value.isBlank() ? null : value;
    }
}
