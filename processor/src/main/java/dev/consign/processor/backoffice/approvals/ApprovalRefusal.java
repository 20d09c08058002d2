package dev.consign.processor.backoffice.approvals;

import dev.consign.money.Money;
import dev.consign.platform.refusal.Refusal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why nothing was proposed, or decided about a proposal.
sealed interface ApprovalRefusal extends Refusal {
    /// It would move more than was approved by now.
    ///
    /// @param moved what it would move
    record MoreThanProposed(List<Money> moved) implements ApprovalRefusal {}

    /// @param status what was decided
    /// @param by null when nobody has decided: it was over
    record AlreadyDecided(ProposalStatus status, @Nullable String by) implements ApprovalRefusal {}

    /// @param until when it could be approved
    record Expired(Instant until) implements ApprovalRefusal {}

    /// Something is open about the same subject.
    record AlreadyProposed(String by, String subject, String proposalId)
            implements ApprovalRefusal {}

    /// Whoever would approve it has proposed it.
    record SamePerson(String by) implements ApprovalRefusal {}

    /// A person must propose it, and this is the key of a role.
    record ProposerNoPerson(String actor) implements ApprovalRefusal {}

    /// A person must approve it, and this is the key of a role.
    record ApproverNoPerson(String actor) implements ApprovalRefusal {}

    /// It was proposed with the key of a role when there were no two people yet.
    record ProposedByNoPerson(String by) implements ApprovalRefusal {}
}
