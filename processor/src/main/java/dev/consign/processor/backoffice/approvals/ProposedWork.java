package dev.consign.processor.backoffice.approvals;

import java.util.function.Supplier;

/// Carries out what was approved, by the same way it would have gone had one person been enough.
public interface ProposedWork {
    /// What it carries out.
    ProposalAction action();

    /// In the transaction of the approval; what it throws undoes that too.
    ///
    /// @param allowance what was approved, and by whom
    /// @return what was done, or is to be done once the approval is committed
    Performed perform(Proposal proposal, Allowance.Approved allowance);

    /// What came of it.
    sealed interface Performed {
        /// @param answer is written as JSON
        record Done(Object answer) implements Performed {}

        /// For what is many transactions; must be safe to be done again, since whoever approves may
        /// die in between and ask again.
        ///
        /// @param work returns JSON
        record AfterCommit(Supplier<String> work) implements Performed {}
    }
}
