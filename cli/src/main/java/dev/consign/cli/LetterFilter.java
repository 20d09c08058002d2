package dev.consign.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Which dead letters are wanted. Unless told otherwise, those that wait for somebody.
final class LetterFilter {
    @Option(names = "--cause", description = "Only this cause.")
    private @Nullable String cause;

    @Option(names = "--queue", description = "Only from this queue.")
    private @Nullable String queue;

    @Option(names = "--order", description = "Only of this order.")
    private @Nullable String order;

    @Option(
            names = "--status",
            defaultValue = "open",
            converter = StatusName.class,
            description = "open (which is usual), requeued, resolved, discarded or all.")
    private Status status = Status.OPEN;

    @Option(names = "--after", description = "Only those behind this letter in the list.")
    private @Nullable String after;

    /// As the list is asked for.
    Map<String, String> query() {
        return new Given()
                .with("cause", cause)
                .with("queue", queue)
                .with("orderNo", order)
                .with("status", status == Status.ALL ? null : status.name())
                .with("after", after)
                .values();
    }

    /// What the list that goes on is called with, apart from `--after`.
    String options() {
        return new Given()
                .with("--cause", cause)
                .with("--queue", queue)
                .with("--order", order)
                .with("--status", status == Status.OPEN ? null : lower(status))
                .options();
    }

    /// Whether a group of letters is among those wanted.
    boolean takes(String groupCause, String groupQueue, String groupStatus) {
        return (cause == null || cause.equals(groupCause))
                && (queue == null || queue.equals(groupQueue))
                && (status == Status.ALL || status.name().equals(groupStatus));
    }

    /// Groups of letters say nothing of their orders.
    boolean isOfAnOrder() {
        return order != null;
    }

    /// What there is none of, for a person.
    String nothing() {
        return status == Status.ALL
                ? "No dead letters."
                : "No %s dead letters.".formatted(lower(status));
    }

    private static String lower(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /// Where a letter stands, or wherever.
    enum Status {
        OPEN,
        REQUEUED,
        RESOLVED,
        DISCARDED,
        ALL
    }

    /// Takes a status in small letters or capitals.
    static final class StatusName implements ITypeConverter<Status> {
        @Override
        public Status convert(String text) {
            return Arrays.stream(Status.values())
                    .filter(one -> one.name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "'%s' is none of open, requeued, resolved, discarded, all"
                                            .formatted(Text.clean(text))));
        }
    }
}
