package dev.consign.reconciler.run;

/// Leaves a run in the middle, from however deep: what is written so far is whole, and whoever goes
/// on begins again from there.
public final class RunAborted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    RunAborted(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// Why.
    public enum Reason {
        /// The lease ran out, and somebody else works on the run now.
        LOST,
        /// This process ends.
        STOPPING
    }
}
