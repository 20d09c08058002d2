package dev.consign.processor.backoffice.deadletters.verdict;

import org.jspecify.annotations.Nullable;

/// What requeueing a letter would do, said before anybody does it (incident P8).
///
/// @param code null for a letter that is done with: nothing will happen
/// @param why one sentence
public record Verdict(@Nullable Code code, String why) {
    /// The three answers.
    public enum Code {
        /// It would change or record something.
        WILL_APPLY,
        /// It has been dealt with already; requeueing is safe and pointless.
        NO_OP,
        /// It would only come back; requeueing is refused.
        BLOCKED
    }

    public static Verdict willApply(String why) {
        return new Verdict(Code.WILL_APPLY, why);
    }

    static Verdict noOp(String why) {
        return new Verdict(Code.NO_OP, why);
    }

    static Verdict blocked(String why) {
        return new Verdict(Code.BLOCKED, why);
    }

    static Verdict none(String why) {
        return new Verdict(null, why);
    }
}
