package dev.consign.cli;

import java.io.PrintStream;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Shows how far a run has come while one waits for it: one moving line on a terminal, else a plain
/// line whenever there is something new worth one.
final class RunProgress {
    private static final int STEP = 10;

    private final PrintStream out;
    private final boolean terminal;
    private String phase = "";
    private long shown = -1;
    private boolean moving;

    /// @param terminal whether a line can be written over
    RunProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /// @param run the answer of the processor about a run that has not ended
    void show(JsonNode run) {
        var said = phase(run);
        var total = run.path("progress").path("lines").asLong(0);
        var done = done(run);
        // A file of nothing is done.
        var share = total == 0 ? 0 : 100 * done / total;
        var text =
                said.counted && total > 0
                        ? String.format(
                                Locale.ROOT,
                                "%s: %,d of %,d lines, %d %%",
                                said.text,
                                done,
                                total,
                                share)
                        : said.text;
        if (terminal) {
            out.printf(Locale.ROOT, "\r%s\u001b[K", text);
            out.flush();
            moving = true;
        } else if (!said.text.equals(phase) || share >= shown + STEP) {
            out.println(text);
            out.flush();
            shown = share;
        }
        if (!said.text.equals(phase)) {
            phase = said.text;
            shown = share;
        }
    }

    /// Makes room for the report.
    void end() {
        if (moving) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }

    private static long done(JsonNode run) {
        var progress = run.path("progress");
        return run.path("status").asString("").equals("MATCHING")
                ? progress.path("linesCompared").asLong(0)
                : progress.path("linesRead").asLong(0);
    }

    private static Phase phase(JsonNode run) {
        var known = run.path("progress").path("lines").isNumber();
        var phase =
                switch (run.path("status").asString("")) {
                    case "REQUESTED" -> new Phase("waiting for the reconciler", false);
                    case "FETCHING" -> new Phase("getting the file", false);
                    case "READING" ->
                            known
                                    ? new Phase("storing the file", true)
                                    : new Phase("checking the file", false);
                    case "MATCHING" -> new Phase("comparing with our books", true);
                    default -> new Phase(Text.of(run.path("status")), false);
                };
        // What a run waits for, when it could not go on.
        var why = run.path("why");
        return why.isString()
                ? new Phase(phase.text + " (" + Text.of(why) + ")", phase.counted)
                : phase;
    }

    private record Phase(String text, boolean counted) {}
}
