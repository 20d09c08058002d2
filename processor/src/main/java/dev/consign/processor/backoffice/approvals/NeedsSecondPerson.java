package dev.consign.processor.backoffice.approvals;

import dev.consign.money.Money;
import java.util.List;

/// It can be done, and moves more money than one person may move alone. Whoever meets it has rolled
/// back, and makes a proposal of it.
public final class NeedsSecondPerson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Money> amounts;

    NeedsSecondPerson(List<Money> amounts) {
        super("a second person is needed to move " + amounts, null, false, false);
        this.amounts = List.copyOf(amounts);
    }

    /// What it would have moved.
    public List<Money> amounts() {
        return amounts;
    }
}
