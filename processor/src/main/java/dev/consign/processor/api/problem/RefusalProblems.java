package dev.consign.processor.api.problem;

import dev.consign.platform.refusal.Refusal;

/// How HTTP tells why the use cases of one package did nothing; its codes and statuses stand in no
/// other class.
///
/// @param <R> all refusals of that package
public interface RefusalProblems<R extends Refusal> {
    /// Those it tells.
    Class<R> refusals();

    /// What is answered.
    Problem of(R refusal);
}
