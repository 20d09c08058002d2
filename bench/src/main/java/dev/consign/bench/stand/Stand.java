package dev.consign.bench.stand;

import dev.consign.bench.Setting;
import dev.consign.testbed.launcher.LaunchOptions;
import dev.consign.testbed.launcher.LaunchPorts;
import dev.consign.testbed.launcher.Launcher;
import dev.consign.testkit.broker.BrokerOptions;
import dev.consign.testkit.broker.BrokerProcess;
import dev.consign.testkit.database.Database;
import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildSpec;
import dev.consign.testkit.process.JavaCommand;
import dev.consign.testkit.process.Ports;
import dev.consign.testkit.process.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.flywaydb.core.Flyway;

/// Consign as `./consign up` starts it, in a fresh directory and on free ports, and beside it the
/// programs it is compared with: same database server, same broker configuration, same heap.
public final class Stand implements AutoCloseable {
    /// The largest heap of every contender, as the launcher gives it to the processor.
    public static final int HEAP_MEBIBYTES = 256;

    private static final Duration READY = Duration.ofMinutes(1);

    /// What a contender had to write was verified before.
    private static final Duration STOP = Duration.ofSeconds(1);

    private final Path directory;
    private final Launcher launcher;
    private final List<Runnable> open = new ArrayList<>();
    private final Thread hook;

    private Stand(Path directory, Launcher launcher) {
        this.directory = directory;
        this.launcher = launcher;
        this.hook = Thread.ofPlatform().unstarted(launcher::close);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts everything, in an emptied directory.
    ///
    /// @param changes to the launcher's options, such as settings of the processor
    public static Stand start(Setting setting, UnaryOperator<LaunchOptions> changes)
            throws InterruptedException {
        var options =
                LaunchOptions.of(System.getenv())
                        .withData(setting.directory())
                        .withPorts(LaunchPorts.free())
                        .startingFresh()
                        .steeringBroker()
                        .reportingTo(setting.progress());
        // Whoever ends the benchmark while it starts ends what has been started, too.
        var stand = new Stand(setting.directory(), Launcher.prepare(changes.apply(options)));
        try {
            stand.launcher.launch();
            return stand;
        } catch (RuntimeException | InterruptedException e) {
            stand.close();
            throw e;
        }
    }

    /// @return all five processes of Consign
    public Launcher launcher() {
        return launcher;
    }

    /// @return a hand on the queues of Consign's own broker
    public Queues queues() throws Exception {
        var queues = Queues.of(launcher.brokerUrl(), launcher.brokerPassword("processor"));
        open.add(queues::close);
        return queues;
    }

    /// @param name as it stands in tables
    /// @param seed decides who orders what
    /// @return Consign itself
    public Contender consign(String name, long seed) throws Exception {
        return new Contender(
                name,
                launcher.database(),
                queues(),
                meter(() -> launcher.pid("processor"), () -> launcher.pid("broker")),
                new Random(seed));
    }

    /// Starts a program with a schema and a broker of its own.
    ///
    /// @param name as it stands in tables
    /// @param main reads [Program] from its environment
    /// @param consumers how many it shall have
    /// @param seed decides who orders what
    public Contender program(String name, Class<?> main, int consumers, long seed)
            throws Exception {
        var word = word(main);
        var database = schema(word);
        var home = home(word);
        var broker = broker(home);
        var program =
                new Program(
                        database.jdbcUrl(),
                        database.user(),
                        database.password(),
                        broker.url(),
                        "processor",
                        broker.password("processor"),
                        consumers,
                        home.resolve("ready"));
        var child = child(main, home, program.environment(), program.ready(), List.of());
        return contender(name, database, broker, child::pid, seed);
    }

    /// Starts a program that needs neither a schema nor a broker.
    ///
    /// @param main makes the file that its last argument names once it is ready
    /// @param arguments those before that
    public void program(Class<?> main, String... arguments) throws Exception {
        var home = home(word(main));
        Files.createDirectories(home);
        var ready = home.resolve("ready");
        var all = new ArrayList<>(List.of(arguments));
        all.add(ready.toString());
        child(main, home, Map.of(), ready, all);
    }

    private Child child(
            Class<?> main,
            Path home,
            Map<String, String> environment,
            Path ready,
            List<String> arguments)
            throws InterruptedException {
        var word = word(main);
        var command =
                JavaCommand.main(HEAP_MEBIBYTES, List.of(), main, arguments.toArray(String[]::new));
        var child =
                new Child(
                        new ChildSpec(
                                word,
                                command,
                                environment,
                                home.resolve(word + ".log"),
                                () -> Files.exists(ready)));
        open.add(() -> child.stop(STOP));
        child.start();
        child.awaitReady(READY);
        return child;
    }

    private static String word(Class<?> main) {
        return main.getSimpleName().toLowerCase(Locale.ROOT);
    }

    /// Makes room for one more processor of Consign; nothing runs there yet.
    ///
    /// @param word unlike that of every other
    /// @param name as it stands in tables
    /// @param seed decides who orders what
    public Annex annex(String word, String name, long seed) throws Exception {
        var database = schema(word);
        var broker = broker(home(word));
        var annex =
                new Annex(
                        launcher,
                        "processor-" + word,
                        Map.of(
                                "CONSIGN_DB_URL", database.jdbcUrl(),
                                "CONSIGN_DB_USER", database.user(),
                                "CONSIGN_DB_PASSWORD", database.password(),
                                "CONSIGN_BROKER_URL", broker.url(),
                                "CONSIGN_BROKER_USER", "processor",
                                "CONSIGN_BROKER_PASSWORD", broker.password("processor")),
                        // Its process comes and goes: nobody asks for its processor time.
                        contender(name, database, broker, () -> 0, seed));
        open.add(annex::close);
        return annex;
    }

    private Path home(String word) {
        return directory.resolve("bench-" + word);
    }

    private Database schema(String word) {
        var database = launcher.createSchema("bench_" + word);
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return database;
    }

    private BrokerProcess broker(Path home) throws InterruptedException {
        var passwords = Map.of("processor", Tokens.next());
        var broker =
                BrokerProcess.prepare(
                        new BrokerOptions(
                                home.resolve("broker"),
                                home.resolve("broker.log"),
                                Ports.free(),
                                passwords,
                                true));
        broker.start();
        open.add(broker::close);
        return broker;
    }

    private Contender contender(
            String name, Database database, BrokerProcess broker, LongSupplier program, long seed)
            throws Exception {
        var queues = Queues.of(broker.url(), broker.password("processor"));
        open.add(queues::close);
        return new Contender(
                name, database, queues, meter(program, broker.child()::pid), new Random(seed));
    }

    private Cpu.Meter meter(LongSupplier program, LongSupplier broker) {
        return new Cpu.Meter(program, broker, () -> launcher.pid("database"));
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        try {
            for (var one : open.reversed()) {
                one.run();
            }
        } finally {
            launcher.close();
        }
    }
}
