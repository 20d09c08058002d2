package dev.consign.bench.report;

import java.util.Locale;

/// A chart as an SVG picture: horizontal bars from zero, each with its value and a whisker from the
/// lowest round to the highest.
public final class Svg {
    private static final int WIDTH = 860;
    private static final int LABELS = 300;
    private static final int VALUES = 110;
    private static final int ROW = 30;
    private static final int TOP = 56;

    private Svg() {}

    /// @return an XML document
    public static String of(Chart chart) {
        var most = chart.bars().stream().mapToDouble(Chart.Value::high).max().orElse(1);
        var scale = (WIDTH - LABELS - VALUES) / (most > 0 ? most : 1);
        var height = TOP + ROW * chart.bars().size() + 16;
        var svg = new StringBuilder();
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="13">
                <rect width="%1$d" height="%2$d" fill="white"/>
                <text x="16" y="24" font-size="16" font-weight="bold">%3$s</text>
                <text x="16" y="42" fill="#555">%4$s</text>
                """
                        .formatted(WIDTH, height, escape(chart.title()), escape(chart.unit())));
        var y = TOP;
        for (var bar : chart.bars()) {
            var middle = y + ROW / 2 - 2;
            svg.append(
                    String.format(
                            Locale.ROOT,
                            """
                            <text x="%d" y="%d" text-anchor="end">%s</text>
                            <rect x="%d" y="%d" width="%.1f" height="%d" fill="#3b6ea5"/>
                            <path d="M%.1f %dH%.1f" stroke="#222" stroke-width="2"/>
                            <text x="%.1f" y="%d">%s</text>
                            """,
                            LABELS - 8,
                            middle + 5,
                            escape(bar.label()),
                            LABELS,
                            y,
                            bar.median() * scale,
                            ROW - 8,
                            LABELS + bar.low() * scale,
                            middle,
                            LABELS + bar.high() * scale,
                            LABELS + bar.high() * scale + 6,
                            middle + 5,
                            Figures.of(bar.median())));
            y += ROW;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
