package dev.consign.processor.backoffice.approvals;

import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.security.Caller;
import dev.consign.processor.security.People;
import org.springframework.http.HttpStatus;

/// That two people decide, and not one with two keys (issue 11 number 1). Nobody approves what they
/// have proposed, with whatever key of theirs. Nobody knows who has the key of a role at hand:
/// where two people could decide with keys of their own, it neither proposes nor approves.
final class TwoPeople {
    private static final String PERSON_NEEDED = "person_needed";

    private final People people;

    TwoPeople(People people) {
        this.people = people;
    }

    /// @throws ApiFailure 403 `person_needed`
    void mayPropose(String actor) {
        if (Caller.isProgram(actor) && people.canDecideTogether()) {
            throw new ApiFailure(
                    HttpStatus.FORBIDDEN,
                    PERSON_NEEDED,
                    "This takes two people, and %s is the key of a role: propose it with a key of your own."
                            .formatted(actor));
        }
    }

    /// @throws ApiFailure 409 `same_person`; 403 or 409 `person_needed`
    void mayApprove(Proposal proposal, Caller caller) {
        var by = proposal.proposedBy();
        if (caller.isSamePerson(by)) {
            throw new ApiFailure(
                    HttpStatus.CONFLICT,
                    "same_person",
                    "%s has proposed this: another person must approve it.".formatted(by));
        }
        if (!people.canDecideTogether()) {
            return;
        }
        if (Caller.isProgram(caller.actor())) {
            throw new ApiFailure(
                    HttpStatus.FORBIDDEN,
                    PERSON_NEEDED,
                    "This takes two people, and %s is the key of a role: approve it with a key of your own."
                            .formatted(caller.actor()));
        }
        // It was proposed when there were no two people yet.
        if (Caller.isProgram(by)) {
            throw new ApiFailure(
                    HttpStatus.CONFLICT,
                    PERSON_NEEDED,
                    "This takes two people, and %s, who proposed it, is the key of a role: reject it, and a person proposes it anew."
                            .formatted(by));
        }
    }
}
