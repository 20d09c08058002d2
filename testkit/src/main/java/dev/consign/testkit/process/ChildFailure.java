package dev.consign.testkit.process;

/// Says in one sentence which child failed and how, followed by the last lines of its log.
public final class ChildFailure extends RuntimeException {
    private static final int LINES = 25;

    private static final String REFUSED = "refused to start: ";

    private ChildFailure(String sentence) {
        super(sentence);
    }

    /// @param child whose start was refused for what is around it: its log ends with the reason
    /// @return that reason, and nothing else of the log
    public static ChildFailure refused(Child child) {
        var log = child.spec().log();
        var last = LogFile.tail(log, 1).strip();
        var at = last.indexOf(REFUSED);
        return new ChildFailure(
                "The %s refuses to start: %s. (Its log: %s)"
                        .formatted(
                                child.name(),
                                at < 0 ? last : last.substring(at + REFUSED.length()),
                                log));
    }

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
