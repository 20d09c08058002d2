package dev.consign.bench;

import dev.consign.bench.growth.Growth;
import dev.consign.bench.ingress.Ingress;
import dev.consign.bench.latency.Latency;
import dev.consign.bench.memory.Memory;
import dev.consign.bench.micro.Micro;
import dev.consign.bench.report.Report;
import dev.consign.bench.report.Svg;
import dev.consign.bench.report.TextReport;
import dev.consign.bench.requery.Requery;
import dev.consign.bench.startup.Startup;
import dev.consign.bench.throughput.Throughput;
import dev.consign.testbed.launcher.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `consign bench`: runs the benchmarks asked for one after the other, prints a table each, and
/// leaves JSON and a chart in the data directory. Ends with 1 when a figure is missed.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure Consign beside what one would use instead and the machine's limit.")
public final class BenchCommand implements Callable<Integer> {
    private static final List<Benchmark> ALL =
            List.of(
                    new Throughput(),
                    new Ingress(),
                    new Latency(),
                    new Growth(),
                    new Requery(),
                    new Startup(),
                    new Memory(),
                    new Micro());
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Parameters(paramLabel = "NAME", description = "Which ones (default: all).")
    List<String> names = List.of();

    @Option(names = "--quick", description = "A first impression in less than five minutes.")
    boolean quick;

    @Option(names = "--data", description = "Data directory (CONSIGN_DATA; default: var).")
    @Nullable Path data;

    private final long start = System.nanoTime();

    /// Named as it is typed.
    static CommandLine command() {
        return new CommandLine(new BenchCommand()).setCommandName("consign bench");
    }

    /// @param arguments as on the command line
    public static void main(String[] arguments) {
        var line = command();
        line.setExecutionExceptionHandler((failure, _, _) -> {
            var message = failure.getMessage();
            System.err.println(message == null ? failure.toString() : message);
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var chosen = chosen();
        var directory = directory();
        DataDirectory.claim(directory);
        var reports = new ArrayList<Report>();
        for (var benchmark : chosen) {
            say(benchmark.name() + ": " + benchmark.question());
            var report = benchmark.run(new Setting(quick, directory.resolve("run"), this::say));
            reports.add(report);
            write(directory, report);
            System.out.printf("%n%s%n%n", TextReport.of(report));
        }
        var missed =
                reports.stream()
                        .flatMap(report -> report.bars().stream())
                        .filter(bar -> !bar.reached())
                        .count();
        say("JSON and charts are in " + directory);
        return missed == 0 ? 0 : 1;
    }

    private List<Benchmark> chosen() {
        for (var name : names) {
            if (ALL.stream().noneMatch(benchmark -> benchmark.name().equals(name))) {
                throw new IllegalArgumentException(
                        "There is no benchmark \"%s\"; there are: %s."
                                .formatted(
                                        name,
                                        String.join(
                                                ", ", ALL.stream().map(Benchmark::name).toList())));
            }
        }
        return ALL.stream()
                .filter(benchmark -> names.isEmpty() || names.contains(benchmark.name()))
                .toList();
    }

    private Path directory() {
        var given = System.getenv("CONSIGN_DATA");
        var root =
                data != null
                        ? data
                        : given == null || given.isBlank()
                                ? Path.of(System.getProperty("consign.home", ""), "var")
                                : Path.of(given);
        return root.toAbsolutePath().normalize().resolve("bench");
    }

    private void write(Path directory, Report report) throws Exception {
        var file = new LinkedHashMap<String, Object>();
        file.put("measuredAt", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        file.put("machine", Machine.here());
        file.put("quick", quick);
        file.put("report", report);
        Files.writeString(
                directory.resolve(report.name() + ".json"), JSON.writeValueAsString(file) + "\n");
        Files.writeString(directory.resolve(report.name() + ".svg"), Svg.of(report.chart()));
    }

    private void say(String what) {
        System.out.printf(
                "%3d s  %s%n", Duration.ofNanos(System.nanoTime() - start).toSeconds(), what);
    }
}
