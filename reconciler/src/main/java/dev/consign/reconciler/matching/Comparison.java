package dev.consign.reconciler.matching;

import dev.consign.reconciler.matching.BookComparison.Side;
import dev.consign.reconciler.matching.LineComparison.Slice;
import dev.consign.reconciler.run.Progress;
import dev.consign.reconciler.run.RunClaim;
import dev.consign.reconciler.run.Runs;
import dev.consign.reconciler.statements.StatementStore.Stored;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares a stored file with our books both ways, a slice at a time, and writes down what it
/// finds as it goes. Doing it again finds the same differences and no second copy of them.
public final class Comparison {
    private final Runs runs;
    private final LineComparison lines;
    private final BookComparison books;
    private final Breaks breaks;
    private final RepeatedLines repeated;

    public Comparison(
            Runs runs,
            LineComparison lines,
            RepeatedLines repeated,
            BookComparison books,
            Breaks breaks) {
        this.runs = runs;
        this.lines = lines;
        this.books = books;
        this.breaks = breaks;
        this.repeated = repeated;
    }

    /// @return how far the run has come
    public Progress compare(RunClaim claim, Stored statement) {
        var progress = compareLines(claim, statement);
        runs.write(
                claim,
                progress,
                () -> {
                    breaks.holdBackStrangers(claim, statement.lines());
                    return true;
                });
        for (var side : Side.values()) {
            compareBooks(claim, side, progress);
        }
        return progress;
    }

    private Progress compareLines(RunClaim claim, Stored statement) {
        var id = statement.statementId();
        var progress = Progress.matching(statement.lines(), 0, 0);
        for (var slice = lines.next(id, 0);
                slice.size() > 0;
                slice = lines.next(id, slice.last())) {
            var found = differences(claim, id, slice);
            var agreeing = slice.size() - numbers(found).size();
            progress =
                    Progress.matching(
                            statement.lines(),
                            progress.compared() + slice.size(),
                            progress.matched() + agreeing);
            write(claim, progress, found);
        }
        return progress;
    }

    /// A line that says again what its own file has said is only that; one that another file has
    /// too may differ from our books as well.
    private List<Break> differences(RunClaim claim, String statement, Slice slice) {
        var found = new ArrayList<>(repeated.within(claim.gateway(), statement, slice));
        var again = numbers(found);
        for (var one : repeated.elsewhere(claim.gateway(), statement, slice)) {
            @Nullable Integer line = one.names().line();
            if (line != null && !again.contains(line)) {
                found.add(one);
            }
        }
        found.addAll(lines.differences(claim.gateway(), statement, slice, again));
        return found;
    }

    private static Set<Integer> numbers(List<Break> found) {
        var numbers = new HashSet<Integer>();
        for (var one : found) {
            @Nullable Integer line = one.names().line();
            if (line != null) {
                numbers.add(line);
            }
        }
        return numbers;
    }

    private void compareBooks(RunClaim claim, Side side, Progress progress) {
        BookComparison.@Nullable Cursor cursor = books.begin(claim);
        while (cursor != null) {
            var page = books.page(claim, side, cursor);
            write(claim, progress, page.missing());
            cursor = page.next();
        }
    }

    private void write(RunClaim claim, Progress progress, List<Break> found) {
        runs.write(
                claim,
                progress,
                () -> {
                    breaks.found(claim, found);
                    return true;
                });
    }
}
