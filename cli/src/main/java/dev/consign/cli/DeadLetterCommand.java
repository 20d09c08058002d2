package dev.consign.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private static final int PAGE = 200;
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
    int list(@Mixin LetterFilter filter, @Mixin Connection connection) {
        var api = connection.as("support");
        var answer = api.get(Api.query("/api/dead-letters", filter.query()));
        System.out.println(
                connection.json()
                        ? answer.toPrettyString()
                        : readableList(api, filter, answer, connection.options()));
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show one dead letter with headers, body and stack trace.")
    int show(
            @Parameters(paramLabel = "ID", description = "Number of the letter.") String id,
            @Mixin Connection connection) {
        var letter = connection.as("support").get("/api/dead-letters/" + Api.encoded(id));
        System.out.println(connection.json() ? letter.toPrettyString() : readable(letter));
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
            @Mixin Connection connection) {
        return decide(id, "requeue", reason, connection);
    }

    @Command(
            name = "discard",
            mixinStandardHelpOptions = true,
            description = "Put a dead letter aside, until somebody takes that back.")
    int discard(
            @Parameters(paramLabel = "ID", description = "Number of the letter.") String id,
            @Option(names = "--reason", required = true, description = "Kept for the audit.")
                    String reason,
            @Mixin Connection connection) {
        return decide(id, "discard", reason, connection);
    }

    @Command(
            name = "undiscard",
            mixinStandardHelpOptions = true,
            description = "Take a discard back: the letter is open again.")
    int undiscard(
            @Parameters(paramLabel = "ID", description = "Number of the letter.") String id,
            @Option(names = "--reason", required = true, description = "Kept for the audit.")
                    String reason,
            @Mixin Connection connection) {
        return decide(id, "undiscard", reason, connection);
    }

    private static int decide(String id, String verb, String reason, Connection connection) {
        var path = "/api/dead-letters/%s/%s".formatted(Api.encoded(id), verb);
        var answer = connection.as("support").post(path, Map.of("reason", reason));
        System.out.println(
                connection.json()
                        ? answer.toPrettyString()
                        : "%s: %s, now %s".formatted(id, verb, Text.of(answer.path("status"))));
        return 0;
    }

    private static String readableList(
            Api api, LetterFilter filter, JsonNode answer, String options) {
        var letters = letters(answer);
        if (letters.isEmpty()) {
            return filter.nothing();
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
                                "VERDICT")
                        .rows(letters, COLUMNS);
        var last = Text.of(letters.get(letters.size() - 1).path("letterId"));
        var more = answer.isArray() ? letters.size() >= PAGE : answer.path("next").isString();
        return more
                ? "%s%n%n%s shown; ./consign dlq list %s%s--after %s for more"
                        .formatted(
                                table,
                                count(api, filter, letters.size()),
                                options,
                                filter.options(),
                                last)
                : table.toString();
    }

    /// Either the letters themselves or a page that holds them.
    private static JsonNode letters(JsonNode answer) {
        if (answer.isArray()) {
            return answer;
        }
        return answer.has("items") ? answer.path("items") : answer.path("letters");
    }

    /// How many of how many, where that can be known.
    private static String count(Api api, LetterFilter filter, int shown) {
        if (filter.isOfAnOrder()) {
            return Integer.toString(shown);
        }
        var answer = api.get("/api/dead-letters/groups");
        var groups = answer.isArray() ? answer : answer.path("items");
        var all =
                groups.valueStream()
                        .filter(group ->
                                filter.takes(
                                        group.path("cause").asString(""),
                                        group.path("queue").asString(""),
                                        group.path("status").asString("")))
                        .mapToLong(group -> group.path("count").asLong(0))
                        .sum();
        return shown + " of " + all;
    }

    private static String readable(JsonNode letter) {
        var text = new StringBuilder();
        for (var field : DETAILS) {
            text.append("%-14s %s%n".formatted(field, Text.of(letter.path(field))));
        }
        letter.path("stack")
                .asString("")
                .lines()
                .map(line -> "  " + Text.clean(line).strip())
                .forEach(line -> text.append(line).append('\n'));
        return text.toString().stripTrailing();
    }
}
