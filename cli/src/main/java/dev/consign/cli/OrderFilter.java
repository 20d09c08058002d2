package dev.consign.cli;

import java.util.Map;
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
        return new Given()
                .with("buyerId", buyer)
                .with("status", status)
                .with("transactionId", transaction)
                .with("amount", amount)
                .with("from", from)
                .with("to", to)
                .with("after", after)
                .values();
    }

    /// What the list that goes on is called with, apart from `--after`.
    String options() {
        return new Given()
                .with("--buyer", buyer)
                .with("--transaction", transaction)
                .with("--amount", amount)
                .with("--status", status)
                .with("--from", from)
                .with("--to", to)
                .options();
    }
}
