package dev.consign.bench.report;

/// A figure to reach, and what was measured.
///
/// @param figure what is measured
/// @param demand the bar, in words
/// @param measured in the unit of the demand
/// @param reached whether the bar holds
public record Bar(String figure, String demand, double measured, boolean reached) {
    /// @param least the smallest value that will do
    /// @param unit of both, such as `x` or `%`
    public static Bar atLeast(String figure, double measured, double least, String unit) {
        return new Bar(
                figure, "at least " + Figures.of(least) + " " + unit, measured, measured >= least);
    }

    /// @param most the largest value that will do
    /// @param unit of both
    public static Bar atMost(String figure, double measured, double most, String unit) {
        return new Bar(
                figure, "at most " + Figures.of(most) + " " + unit, measured, measured <= most);
    }

    /// @return one line
    public String line() {
        return "%s  %s: %s (%s)"
                .formatted(reached ? "reached" : "MISSED ", figure, Figures.of(measured), demand);
    }
}
