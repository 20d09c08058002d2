package dev.consign.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A report as it is printed: the first column to the left, all figures to the right.
public final class TextReport {
    private TextReport() {}

    /// @return several lines
    public static String of(Report report) {
        var lines = new ArrayList<String>();
        lines.add(report.name() + ": " + report.question());
        lines.add("");
        var all = new ArrayList<List<String>>();
        all.add(report.columns());
        all.addAll(report.rows());
        var widths = new int[report.columns().size()];
        for (var row : all) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        all.forEach(row -> lines.add("  " + line(row, widths)));
        lines.add("");
        report.bars().forEach(bar -> lines.add("  " + bar.line()));
        report.notes().forEach(note -> lines.add("  - " + note));
        return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private static String line(List<String> row, int[] widths) {
        var text = new StringBuilder();
        for (var i = 0; i < widths.length; i++) {
            var pad = " ".repeat(widths[i] - row.get(i).length());
            text.append(i == 0 ? row.get(i) + pad : "  " + pad + row.get(i));
        }
        return text.toString();
    }
}
