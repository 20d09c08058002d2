package dev.consign.testbed.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which orders are looked for; all of them when nothing is given.
final class OrderFilter {
    @Option(names = "--buyer", paramLabel = "ID", description = "Of this buyer.")
    private @Nullable String buyer;

    @Option(
            names = "--transaction",
            paramLabel = "ID",
            description = "The gateway's number of the money that came or went.")
    private @Nullable String transaction;

    @Option(
            names = "--amount",
            paramLabel = "MINOR",
            description = "Of this amount in minor units: 27000 for 270.00.")
    private @Nullable String amount;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "In this state, such as COMPLETED or IN_REVIEW.")
    private @Nullable String status;

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            description = "Placed from then on: a UTC day, or a time such as 2026-11-20T10:00:00Z.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "WHEN",
            description = "Placed before that time, or up to the end of that day.")
    private @Nullable String to;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "Go on where the page before ended.")
    private @Nullable String after;

    /// As the list is asked for.
    Map<String, String> query() {
        var query = new LinkedHashMap<String, String>();
        put(query, "buyerId", buyer);
        put(query, "status", status);
        put(query, "transactionId", transaction);
        put(query, "amount", amount);
        put(query, "from", from);
        put(query, "to", to);
        put(query, "after", after);
        return query;
    }

    /// What the list that goes on is called with, apart from `--after`.
    String options() {
        var given = new LinkedHashMap<String, String>();
        put(given, "--buyer", buyer);
        put(given, "--transaction", transaction);
        put(given, "--amount", amount);
        put(given, "--status", status);
        put(given, "--from", from);
        put(given, "--to", to);
        return given.entrySet().stream()
                .map(one -> one.getKey() + " " + Text.word(one.getValue()) + " ")
                .collect(Collectors.joining());
    }

    private static void put(Map<String, String> filter, String name, @Nullable String value) {
        if (value != null) {
            filter.put(name, value);
        }
    }
}
