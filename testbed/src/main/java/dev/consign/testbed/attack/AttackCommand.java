package dev.consign.testbed.attack;

import dev.consign.testbed.launcher.LaunchOptions;
import dev.consign.testbed.launcher.LaunchPorts;
import dev.consign.testbed.launcher.Launcher;
import dev.consign.testkit.audit.Invariants;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `consign attack`: the attacks of the security review against a system that it starts itself.
/// Ends with 0 only if nothing got through, nothing has died and all invariants hold.
@Command(
        name = "attack",
        mixinStandardHelpOptions = true,
        description = "Attack a system that is started for it, and tell what got through.",
        footer = {
            "",
            "Names: roles, bodies, parameters, headers, slow, signatures, flood, broker, injection,",
            "csv; without a name all of them. The data directory is var/attack, emptied first.",
            "Ends with 0 when nothing got through, no process has died and all invariants hold."
        })
public final class AttackCommand implements Callable<Integer> {
    private static final List<String> CHILDREN =
            List.of("processor", "reconciler", "broker", "database");

    @Spec @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Attacks to run (default: all).")
    List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Fewer tries of each, in about a minute.")
    boolean quick;

    @Option(
            names = "--data",
            description = "Data directory (default: attack in CONSIGN_DATA or var).")
    @Nullable Path data;

    @Override
    public Integer call() throws InterruptedException, SQLException {
        var attacks = chosen();
        var launcher = Launcher.prepare(options());
        var hook = Thread.ofPlatform().unstarted(launcher::close);
        Runtime.getRuntime().addShutdownHook(hook);
        try (launcher) {
            System.out.println(
                    "starting database, broker, sandbox gateway, processor and reconciler");
            launcher.launch();
            return run(new Target(launcher), attacks);
        } finally {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private List<Attack> chosen() {
        for (var name : names) {
            if (Attacks.ALL.stream().noneMatch(attack -> attack.name().equals(name))) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "There is no attack %s; there are %s."
                                .formatted(
                                        name,
                                        String.join(
                                                ", ",
                                                Attacks.ALL.stream().map(Attack::name).toList())));
            }
        }
        return Attacks.ALL.stream()
                .filter(attack -> names.isEmpty() || names.contains(attack.name()))
                .toList();
    }

    private LaunchOptions options() {
        // Not the environment's own database or broker: this is no attack on anybody's system.
        var own = new TreeMap<String, String>();
        System.getenv()
                .forEach((name, value) -> {
                    if (name.equals("CONSIGN_DATA")) {
                        own.put(name, value);
                    }
                });
        var options = LaunchOptions.of(own);
        return options.withData(data == null ? options.data().resolve("attack") : data)
                .withPorts(LaunchPorts.free())
                .startingFresh()
                .reportingTo(System.out::println);
    }

    private int run(Target target, List<Attack> attacks) throws InterruptedException, SQLException {
        var before = pids(target);
        var through = 0;
        System.out.printf("%n%-12s %8s %8s %8s  %s%n", "attack", "tries", "refused", "through", "");
        for (var attack : attacks) {
            var tally = new Tally();
            var seconds = run(target, attack, tally);
            through += tally.successes();
            System.out.printf(
                    "%-12s %8d %8d %8d  %s (%d s)%n",
                    attack.name(),
                    tally.tries(),
                    tally.refusals(),
                    tally.successes(),
                    attack.description(),
                    seconds);
            tally.examples().forEach(line -> System.out.println("             ! " + line));
        }
        System.out.println();
        var died = died(before, pids(target));
        var violations = violations(target);
        died.forEach(System.out::println);
        violations.forEach(System.out::println);
        var holds = through == 0 && died.isEmpty() && violations.isEmpty();
        System.out.println(
                holds
                        ? "Nothing got through, nothing has died, all %d invariants hold."
                                .formatted(Invariants.names().size())
                        : "%d got through, %d processes died, %d invariants are violated; logs are in %s."
                                .formatted(
                                        through,
                                        died.size(),
                                        violations.size(),
                                        target.launcher().log("processor").resolveSibling("")));
        return holds ? 0 : 1;
    }

    /// @return how many seconds it took
    private long run(Target target, Attack attack, Tally tally) throws InterruptedException {
        var started = System.nanoTime();
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var running =
                    thread.submit(() -> {
                        attack.round().run(target, tally, quick);
                        return true;
                    });
            try {
                running.get(attack.limit().toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                tally.through("the attack itself failed: " + e.getCause());
            } catch (TimeoutException _) {
                tally.through("not over within " + attack.limit().toSeconds() + " s");
                thread.shutdownNow();
            }
        }
        return Duration.ofNanos(System.nanoTime() - started).toSeconds();
    }

    private static Map<String, Long> pids(Target target) {
        var pids = new TreeMap<String, Long>();
        CHILDREN.forEach(child -> pids.put(child, target.launcher().pid(child)));
        return pids;
    }

    private static List<String> died(Map<String, Long> before, Map<String, Long> after) {
        return before.entrySet().stream()
                .filter(child -> !child.getValue().equals(after.get(child.getKey())))
                .map(child -> child.getKey() + " has died and was started again")
                .toList();
    }

    /// Once what is under way has settled.
    private static List<String> violations(Target target) throws SQLException {
        try (var database = target.launcher().database().connect()) {
            return Invariants.violations(database);
        }
    }
}
