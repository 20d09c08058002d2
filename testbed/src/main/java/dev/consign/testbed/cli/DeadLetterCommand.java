package dev.consign.testbed.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `consign dlq`: finds messages nobody could process and decides about them, never without a
/// reason.
@Command(
        name = "dlq",
        mixinStandardHelpOptions = true,
        description = "Find dead letters, requeue or discard them.")
public final class DeadLetterCommand {
    private static final String[] COLUMNS = {
        "letterId", "status", "cause", "queue", "orderNo", "attempts", "lastFailedAt", "verdict"
    };
    private static final String[] DETAILS = {
        "letterId",
        "messageId",
        "queue",
        "status",
        "cause",
        "detail",
        "attempts",
        "firstFailedAt",
        "lastFailedAt",
        "orderNo",
        "paymentNo",
        "verdict",
        "verdictWhy",
        "headers",
        "body"
    };

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List dead letters with what requeueing each would do.")
    int list(
            @Option(names = "--cause", description = "Only this cause.") @Nullable String cause,
            @Option(names = "--queue", description = "Only from this queue.")
                    @Nullable String queue,
            @Option(names = "--order", description = "Only of this order.") @Nullable String order,
            @Option(names = "--json", description = "Print the answer as it is.") boolean json) {
        var filter = new LinkedHashMap<String, String>();
        put(filter, "cause", cause);
        put(filter, "queue", queue);
        put(filter, "orderNo", order);
        var answer = api().get(Api.query("/api/dead-letters", filter));
        System.out.println(json ? answer.toPrettyString() : readableList(answer));
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show one dead letter with headers, body and stack trace.")
    int show(
            @Parameters(paramLabel = "ID", description = "Number of the letter.") String id,
            @Option(names = "--json", description = "Print the answer as it is.") boolean json) {
        var letter = api().get("/api/dead-letters/" + Api.encoded(id));
        System.out.println(json ? letter.toPrettyString() : readable(letter));
        return 0;
    }

    @Command(
            name = "requeue",
            mixinStandardHelpOptions = true,
            description = "Send a dead letter to its consumer again; safe to repeat.")
    int requeue(
            @Parameters(paramLabel = "ID", description = "Number of the letter.") String id,
            @Option(names = "--reason", required = true, description = "Kept for the audit.")
                    String reason,
            @Option(names = "--json", description = "Print the answer as it is.") boolean json) {
        return decide(id, "requeue", reason, json);
    }

    @Command(
            name = "discard",
            mixinStandardHelpOptions = true,
            description = "Put a dead letter aside for good.")
    int discard(
            @Parameters(paramLabel = "ID", description = "Number of the letter.") String id,
            @Option(names = "--reason", required = true, description = "Kept for the audit.")
                    String reason,
            @Option(names = "--json", description = "Print the answer as it is.") boolean json) {
        return decide(id, "discard", reason, json);
    }

    private static int decide(String id, String verb, String reason, boolean json) {
        var path = "/api/dead-letters/%s/%s".formatted(Api.encoded(id), verb);
        var answer = api().post(path, Map.of("reason", reason));
        System.out.println(
                json
                        ? answer.toPrettyString()
                        : "%s: %s, now %s".formatted(id, verb, Table.text(answer.path("status"))));
        return 0;
    }

    private static String readableList(JsonNode answer) {
        // Either the letters themselves or a page that holds them.
        var letters = answer.isArray() ? answer : answer.path("letters");
        if (letters.isEmpty()) {
            return "No dead letters.";
        }
        var table =
                new Table(
                        "ID",
                        "STATUS",
                        "CAUSE",
                        "QUEUE",
                        "ORDER",
                        "ATTEMPTS",
                        "LAST FAILURE",
                        "VERDICT");
        letters.forEach(letter -> table.row(letter, COLUMNS));
        return table.toString();
    }

    private static String readable(JsonNode letter) {
        var text = new StringBuilder();
        for (var field : DETAILS) {
            text.append("%-14s %s%n".formatted(field, Table.text(letter.path(field))));
        }
        letter.path("stack")
                .asString("")
                .lines()
                .map(line -> "  " + line.replaceAll("\\p{Cntrl}", " ").strip())
                .forEach(line -> text.append(line).append('\n'));
        return text.toString().stripTrailing();
    }

    private static void put(Map<String, String> filter, String name, @Nullable String value) {
        if (value != null) {
            filter.put(name, value);
        }
    }

    private static Api api() {
        return Api.fromEnvironment(System.getenv());
    }
}
