package dev.consign.reconciler.guard;

/// What became of a call to a gateway.
///
/// @param <A> what the gateway answers
public sealed interface CallResult<A> {
    /// The gateway was called.
    record Answered<A>(A answer) implements CallResult<A> {}

    /// It was not: it seems unwell, or was called often enough.
    record NotCalled<A>(String why) implements CallResult<A> {}
}
