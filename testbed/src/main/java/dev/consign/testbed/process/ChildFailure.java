package dev.consign.testbed.process;

/// Says in one sentence which child failed and how, followed by the last lines of its log.
public final class ChildFailure extends RuntimeException {
    private static final int LINES = 25;

    /// @param child the child that failed
    /// @param what what happened to it, in the past tense
    public ChildFailure(Child child, String what) {
        super(
                "The %s %s; the end of %s:%n%s"
                        .formatted(
                                child.name(),
                                what,
                                child.spec().log(),
                                LogFile.tail(child.spec().log(), LINES)));
    }
}
