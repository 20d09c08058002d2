package dev.consign.cli;

import java.io.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `consign recon`: compares a gateway's file of a day with our books, and shows what differs. Exit
/// code 1 means that a person must look: the run has failed, or has found what nobody has put
/// right.
@Command(
        name = "recon",
        mixinStandardHelpOptions = true,
        description = "Reconcile a gateway's statement with our books.")
public final class ReconCommand {
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int MOST_SHOWN = 200;

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = {
                "Reconcile one day, wait for the end and show the report.",
                "Exit code 0 when nothing is left to look at, 1 when it failed or differences are open."
            })
    int run(
            @Parameters(paramLabel = "GATEWAY", description = "For example sandbox.")
                    String gateway,
            @Parameters(
                            paramLabel = "DATE",
                            description = "A UTC day such as 2026-11-20.",
                            converter = Day.class)
                    LocalDate date,
            @Option(
                            names = "--file",
                            description = "The gateway's file, instead of asking the gateway.")
                    @Nullable Path file,
            @Option(names = "--no-wait", description = "Print only the number of the run.")
                    boolean noWait,
            @Mixin Connection connection) {
        var api = connection.as("finance");
        var run = requested(api, gateway, date, file);
        var runId = run.path("runId").asString();
        if (noWait) {
            System.out.println(connection.json() ? run.toPrettyString() : runId);
            return 0;
        }
        if (!connection.json()) {
            System.out.println("run " + runId);
        }
        return print(api, ended(api, runId, connection.json()), "", connection);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Show a run and what it found.",
                "Exit code 0 when nothing is left to look at, 1 when it failed or differences are open."
            })
    int show(
            @Parameters(paramLabel = "RUN", description = "Number of the run.") String runId,
            @Option(names = "--after", description = "Show the differences behind this one.")
                    @Nullable String after,
            @Mixin Connection connection) {
        var api = connection.as("finance");
        return print(api, api.get(path(runId)), after == null ? "" : after, connection);
    }

    private static JsonNode requested(
            Api api, String gateway, LocalDate date, @Nullable Path file) {
        var asked = new LinkedHashMap<String, String>();
        asked.put("gateway", gateway);
        asked.put("businessDate", date.toString());
        var key = UUID.randomUUID().toString();
        var path = "/api/reconciliations";
        if (file == null) {
            return api.post(path, asked, key);
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw CommandFailure.wrongUse("There is no file " + file + " that can be read.");
        }
        return api.upload(path, asked, "statement", file, key);
    }

    private static JsonNode ended(Api api, String runId, boolean json) {
        var isTerminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        var progress = new RunProgress(System.out, isTerminal);
        while (true) {
            var run = asked(api, runId);
            if (!run.path("endedAt").isNull()) {
                progress.end();
                return run;
            }
            if (!json) {
                progress.show(run);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// Whoever cannot be asked now still works on it.
    private static JsonNode asked(Api api, String runId) {
        try {
            return api.get(path(runId));
        } catch (CommandFailure e) {
            if (!e.isNotReachable()) {
                throw e;
            }
            throw CommandFailure.notReachable(
                    "%s Run %s goes on all the same: ./consign recon show %s"
                            .formatted(e.getMessage(), runId, runId));
        }
    }

    private static int print(Api api, JsonNode run, String after, Connection connection) {
        var runId = run.path("runId").asString();
        System.out.println(
                connection.json()
                        ? run.toPrettyString()
                        : readable(run, page(api, runId, after), after, connection.options()));
        return run.path("status").asString().equals("FAILED") || isOpen(api, runId) ? 1 : 0;
    }

    private static JsonNode page(Api api, String runId, String after) {
        var filter = after.isEmpty() ? Map.<String, String>of() : Map.of("after", after);
        return api.get(Api.query(path(runId) + "/breaks", filter));
    }

    private static boolean isOpen(Api api, String runId) {
        var open = api.get(Api.query(path(runId) + "/breaks", Map.of("status", "OPEN")));
        return !breaks(open).isEmpty();
    }

    /// A list is `items`; that of differences was called by its own name before.
    private static JsonNode breaks(JsonNode page) {
        return page.has("items") ? page.path("items") : page.path("breaks");
    }

    private static String readable(JsonNode run, JsonNode page, String after, String options) {
        var text = new StringBuilder(head(run).toString());
        var totals = new Table("DIFFERENCE", "COUNT", "MONEY");
        var all = 0L;
        for (var count : run.path("counts").properties()) {
            if (count.getValue().asLong() > 0) {
                all += count.getValue().asLong();
                totals.cells(
                        Text.clean(count.getKey()),
                        Text.of(count.getValue()),
                        Text.of(run.path("money").path(count.getKey())));
            }
        }
        if (totals.isEmpty()) {
            if (run.path("status").asString("").equals("DONE")) {
                text.append("\n\nNo differences.");
            }
            return text.toString();
        }
        return text.append("\n\n")
                .append(totals)
                .append("\n\n")
                .append(listed(run, page, after, all, options))
                .toString();
    }

    private static Table head(JsonNode run) {
        var progress = run.path("progress");
        return new Table("RUN", "GATEWAY", "DATE", "FILE", "STATUS", "READ", "MATCHED", "WHY")
                .cells(
                        Text.of(run.path("runId")),
                        Text.of(run.path("gateway")),
                        Text.of(run.path("businessDate")),
                        Text.of(run.path("origin")),
                        Text.of(run.path("status")),
                        Text.of(progress.path("linesRead")),
                        Text.of(progress.path("linesMatched")),
                        Text.of(run.path("why")));
    }

    private static String listed(
            JsonNode run, JsonNode page, String after, long all, String options) {
        var table =
                new Table(
                        "BREAK",
                        "TYPE",
                        "STATUS",
                        "LINE",
                        "PAYMENT",
                        "REFUND",
                        "TRANSACTION",
                        "AMOUNT",
                        "THERE",
                        "HERE",
                        "WHY");
        var found = breaks(page);
        var shown = found.valueStream().limit(MOST_SHOWN).toList();
        shown.forEach(one ->
                table.row(
                        one,
                        "breakId",
                        "type",
                        "status",
                        "line",
                        "paymentNo",
                        "refundNo",
                        "transactionId",
                        "amount",
                        "there",
                        "here",
                        "why"));
        var more = found.size() > shown.size() || page.path("next").isString();
        return table
                + (more
                        ? "\n\n%d of %d shown; ./consign recon show %s %s--after %s for more"
                                .formatted(
                                        shown.size(),
                                        all,
                                        Text.of(run.path("runId")),
                                        options,
                                        Text.of(shown.getLast().path("breakId")))
                        : after.isEmpty() ? "" : "\n\n%d shown, no more".formatted(shown.size()));
    }

    private static String path(String runId) {
        return "/api/reconciliations/" + Api.encoded(runId);
    }
}
