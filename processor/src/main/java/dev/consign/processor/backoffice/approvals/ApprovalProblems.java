package dev.consign.processor.backoffice.approvals;

import dev.consign.money.Money;
import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.RefusalProblems;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How HTTP says why nothing was proposed or decided.
@Component
final class ApprovalProblems implements RefusalProblems<ApprovalRefusal> {
    private static final String PERSON_NEEDED = "person_needed";

    @Override
    public Class<ApprovalRefusal> refusals() {
        return ApprovalRefusal.class;
    }

    @Override
    public Problem of(ApprovalRefusal refusal) {
        return switch (refusal) {
            case ApprovalRefusal.MoreThanProposed(var moved) ->
                    conflict(
                            "proposal_outdated",
                            "It would move %s now, more than was proposed; reject it and propose it anew."
                                    .formatted(
                                            moved.stream()
                                                    .map(Money::toString)
                                                    .collect(Collectors.joining(" and "))));
            case ApprovalRefusal.AlreadyDecided(var status, var by) ->
                    conflict(
                            "already_decided",
                            "This proposal is %s%s."
                                    .formatted(status, by == null ? "" : " by " + by));
            case ApprovalRefusal.Expired(var until) ->
                    conflict(
                            "proposal_expired",
                            "This proposal could be approved until %s; propose it anew."
                                    .formatted(until));
            case ApprovalRefusal.AlreadyProposed(var by, var subject, var proposalId) ->
                    conflict(
                                    "already_proposed",
                                    "%s has proposed something about %s already: approve or reject %s first."
                                            .formatted(by, subject, proposalId))
                            .with(Map.of("proposalId", proposalId));
            case ApprovalRefusal.SamePerson(var by) ->
                    conflict(
                            "same_person",
                            "%s has proposed this: another person must approve it.".formatted(by));
            case ApprovalRefusal.ProposerNoPerson(var actor) ->
                    new Problem(
                            HttpStatus.FORBIDDEN,
                            PERSON_NEEDED,
                            "This takes two people, and %s is the key of a role: propose it with a key of your own."
                                    .formatted(actor));
            case ApprovalRefusal.ApproverNoPerson(var actor) ->
                    new Problem(
                            HttpStatus.FORBIDDEN,
                            PERSON_NEEDED,
                            "This takes two people, and %s is the key of a role: approve it with a key of your own."
                                    .formatted(actor));
            case ApprovalRefusal.ProposedByNoPerson(var by) ->
                    conflict(
                            PERSON_NEEDED,
                            "This takes two people, and %s, who proposed it, is the key of a role: reject it, and a person proposes it anew."
                                    .formatted(by));
        };
    }

    private static Problem conflict(String code, String detail) {
        return new Problem(HttpStatus.CONFLICT, code, detail);
    }
}
