package dev.consign.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/// The same thing measured in several rounds. The median stands for them: one round that was
/// disturbed does not move it.
///
/// @param values one a round, in the order measured, in whatever unit the report names
public record Sample(List<Double> values) {
    /// @throws IllegalArgumentException when nothing was measured
    public Sample {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        values = List.copyOf(values);
    }

    /// @param values one a round
    public static Sample of(double... values) {
        return new Sample(Arrays.stream(values).boxed().toList());
    }

    /// @return the middle one; the mean of the two in the middle when there is no such
    public double median() {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /// @return the smallest
    public double low() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /// @return the largest
    public double high() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /// How far the rounds lie apart.
    ///
    /// @return largest less smallest, as a part of the median
    public double spread() {
        return (high() - low()) / median();
    }

    /// Compares round with round, so that what slows the machine down for a while slows both.
    ///
    /// @param other measured in the same rounds
    /// @return this as a multiple of the other, a round each
    public Sample over(Sample other) {
        return with(other, (one, another) -> one / another);
    }

    /// @return the sum of each round
    /// @throws IllegalArgumentException when the rounds are not the same
    public Sample plus(Sample other) {
        return with(other, Double::sum);
    }

    private Sample with(Sample other, DoubleBinaryOperator operation) {
        if (other.values.size() != values.size()) {
            throw new IllegalArgumentException("measured in different rounds");
        }
        var results = new ArrayList<Double>();
        for (var i = 0; i < values.size(); i++) {
            results.add(operation.applyAsDouble(values.get(i), other.values.get(i)));
        }
        return new Sample(results);
    }
}
