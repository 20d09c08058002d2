package dev.consign.reconciler.guard;

/// What became of a call to a gateway.
///
/// @param <A> what the gateway answers
public sealed interface Asked<A> {
    /// The gateway was called.
    record Answered<A>(A answer) implements Asked<A> {}

    /// It was not: it seems unwell, or was called often enough.
    record Spared<A>(String why) implements Asked<A> {}
}
