package dev.consign.platform.refusal;

/// Nothing was done, and why. It is thrown, since what was begun must be undone: the transaction in
/// which it is found out has often written something before, and always the key of the request.
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /// It is an answer and no bug: it has no stack, and says no more of itself than its kind, since
    /// it may hold where a buyer pays.
    public Refused(Refusal refusal) {
        super(refusal.getClass().getName(), null, false, false);
        this.refusal = refusal;
    }

    /// Why.
    public Refusal refusal() {
        return refusal;
    }
}
