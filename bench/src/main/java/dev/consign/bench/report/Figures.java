package dev.consign.bench.report;

import java.util.Locale;

/// Figures as people read them: no more digits than were measured.
public final class Figures {
    private Figures() {}

    /// @return three digits or so, thousands apart
    public static String of(double value) {
        if (Math.abs(value) >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
    }

    /// @return for example `2.35 x`
    public static String times(double ratio) {
        return of(ratio) + " x";
    }

    /// @param part 1 is all
    /// @return for example `82 %`
    public static String percent(double part) {
        return String.format(Locale.ROOT, "%.0f %%", part * 100);
    }
}
