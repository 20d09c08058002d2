package dev.consign.processor.backoffice.approvals;

import dev.consign.platform.refusal.Refused;
import dev.consign.processor.security.Caller;
import dev.consign.processor.security.People;
import org.springframework.stereotype.Component;

/// That two people decide, and not one with two keys (issue 11 number 1). Nobody approves what they
/// have proposed, with whatever key of theirs. Nobody knows who has the key of a role at hand:
/// where two people could decide with keys of their own, it neither proposes nor approves.
@Component
final class TwoPeople {
    private final People people;

    TwoPeople(People people) {
        this.people = people;
    }

    /// @throws Refused when a person must propose it
    void mayPropose(String actor) {
        if (Caller.isProgram(actor) && people.canDecideTogether()) {
            throw new Refused(new ApprovalRefusal.ProposerNoPerson(actor));
        }
    }

    /// @throws Refused when it is the same person, or a person is needed
    void mayApprove(Proposal proposal, Caller caller) {
        var by = proposal.proposedBy();
        if (caller.isSamePerson(by)) {
            throw new Refused(new ApprovalRefusal.SamePerson(by));
        }
        if (!people.canDecideTogether()) {
            return;
        }
        if (Caller.isProgram(caller.actor())) {
            throw new Refused(new ApprovalRefusal.ApproverNoPerson(caller.actor()));
        }
        // It was proposed when there were no two people yet.
        if (Caller.isProgram(by)) {
            throw new Refused(new ApprovalRefusal.ProposedByNoPerson(by));
        }
    }
}
