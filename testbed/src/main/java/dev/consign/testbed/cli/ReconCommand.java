package dev.consign.testbed.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `consign recon`: compares a gateway's file of a day with our books, and shows what differs.
@Command(
        name = "recon",
        mixinStandardHelpOptions = true,
        description = "Reconcile a gateway's statement with our books.")
public final class ReconCommand {
    private static final Duration PAUSE = Duration.ofMillis(300);

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Reconcile one day, wait for the end and show the report.")
    int run(
            @Parameters(paramLabel = "GATEWAY", description = "For example sandbox.")
                    String gateway,
            @Parameters(paramLabel = "DATE", description = "A UTC day such as 2026-11-20.")
                    String date,
            @Option(
                            names = "--file",
                            description = "The gateway's file, instead of asking the gateway.")
                    @Nullable Path file,
            @Option(names = "--no-wait", description = "Print only the number of the run.")
                    boolean noWait,
            @Option(names = "--json", description = "Print the answer as it is.") boolean json) {
        var api = api();
        var asked = new LinkedHashMap<String, String>();
        asked.put("gateway", gateway);
        asked.put("businessDate", date);
        var key = UUID.randomUUID().toString();
        var path = "/api/reconciliations";
        var run =
                file == null
                        ? api.post(path, asked, key)
                        : api.upload(path, asked, "statement", file, key);
        var runId = run.path("runId").asString();
        if (noWait) {
            System.out.println(json ? run.toPrettyString() : runId);
            return 0;
        }
        return print(api, runId, ended(api, runId), json);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show a run and what it found.")
    int show(
            @Parameters(paramLabel = "RUN", description = "Number of the run.") String runId,
            @Option(names = "--json", description = "Print the answer as it is.") boolean json) {
        var api = api();
        return print(api, runId, api.get(path(runId)), json);
    }

    private static JsonNode ended(Api api, String runId) {
        while (true) {
            var run = api.get(path(runId));
            if (!run.path("endedAt").isNull()) {
                return run;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// @return 1 when the run has failed
    private static int print(Api api, String runId, JsonNode run, boolean json) {
        System.out.println(
                json ? run.toPrettyString() : readable(run, api.get(path(runId) + "/breaks")));
        return run.path("status").asString().equals("FAILED") ? 1 : 0;
    }

    private static String readable(JsonNode run, JsonNode page) {
        var head = new Table("RUN", "GATEWAY", "DATE", "STATUS", "READ", "MATCHED", "WHY");
        var row = new LinkedHashMap<String, JsonNode>();
        for (var field : new String[] {"runId", "gateway", "businessDate", "status", "why"}) {
            row.put(field, run.path(field));
        }
        row.put("read", run.path("progress").path("linesRead"));
        row.put("matched", run.path("progress").path("linesMatched"));
        head.row(
                Api.node(row),
                "runId",
                "gateway",
                "businessDate",
                "status",
                "read",
                "matched",
                "why");
        var totals = new Table("DIFFERENCE", "COUNT", "MONEY");
        run.path("counts")
                .properties()
                .forEach(count ->
                        totals.row(
                                Api.node(
                                        Map.of(
                                                "type", count.getKey(),
                                                "count", count.getValue(),
                                                "money", run.path("money").path(count.getKey()))),
                                "type",
                                "count",
                                "money"));
        var breaks = new Table("BREAK", "TYPE", "STATUS", "PAYMENT", "REFUND", "AMOUNT", "WHY");
        page.path("breaks")
                .forEach(one ->
                        breaks.row(
                                one,
                                "breakId",
                                "type",
                                "status",
                                "paymentNo",
                                "refundNo",
                                "amount",
                                "why"));
        return head + "\n\n" + totals + "\n\n" + breaks;
    }

    private static String path(String runId) {
        return "/api/reconciliations/" + Api.encoded(runId);
    }

    private static Api api() {
        return Api.fromEnvironment(System.getenv(), "finance");
    }
}
