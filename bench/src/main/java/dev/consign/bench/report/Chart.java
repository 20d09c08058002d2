package dev.consign.bench.report;

import java.util.List;

/// Values side by side.
///
/// @param title what is shown
/// @param unit of all values
/// @param bars in the order shown
public record Chart(String title, String unit, List<Value> bars) {
    /// Copies the bars.
    public Chart {
        bars = List.copyOf(bars);
    }

    /// @param label what was measured
    /// @param median the length of the bar
    /// @param low where its whisker begins
    /// @param high where its whisker ends
    public record Value(String label, double median, double low, double high) {
        /// @param sample measured in several rounds
        public static Value of(String label, Sample sample) {
            return new Value(label, sample.median(), sample.low(), sample.high());
        }

        /// @param value measured once
        public static Value of(String label, double value) {
            return new Value(label, value, value, value);
        }
    }
}
