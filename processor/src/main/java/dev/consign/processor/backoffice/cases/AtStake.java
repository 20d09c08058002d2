package dev.consign.processor.backoffice.cases;

import dev.consign.money.Money;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.backoffice.approvals.Allowance;
import dev.consign.processor.backoffice.approvals.NeedsSecondPerson;
import dev.consign.processor.backoffice.approvals.Proposal.Draft;
import dev.consign.processor.backoffice.approvals.ProposalAction;
import dev.consign.processor.backoffice.approvals.Proposals;
import dev.consign.processor.backoffice.cases.stored.CaseRow;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// How much money hangs on what is done about a case, and the proposal that is made of it when that
/// is more than one person may move.
@Component
final class AtStake {
    private final Proposals proposals;

    AtStake(Proposals proposals) {
        this.proposals = proposals;
    }

    /// What one person may do; a posting is taken back by two (docs/rules.md, rule 18).
    Allowance alone(CaseAction action) {
        return action == CaseAction.REVERSE ? proposals.nothingAlone() : proposals.alone();
    }

    /// After it was done, in its transaction.
    List<Money> of(CaseRow row, CaseAction action) {
        return switch (action) {
            // With what people have asked to go back before.
            case REFUND -> row.order().map(proposals::askedBack).orElse(List.of());
            // Goods leave for it, or never will.
            case DELIVER, CONFIRM_PAID, CONFIRM_CLOSED ->
                    Stream.concat(price(row), row.money().stream()).toList();
            case ACCEPT_REFUND, ACCEPT_LOSS, KEEP_MONEY, REVERSE, NONE ->
                    row.money().map(List::of).orElseGet(() -> price(row).toList());
            case WAIT, ASK_AGAIN, GIVE_UP -> List.of();
        };
    }

    private Stream<Money> price(CaseRow row) {
        return row.order().stream().flatMap(proposals::price);
    }

    /// 202 instead of what was asked for.
    StoredAnswer propose(
            IdempotentRequest request,
            String caseId,
            Resolution wish,
            String asked,
            String actor,
            NeedsSecondPerson needed) {
        return proposals.propose(
                request,
                new Draft(
                        ProposalAction.CASE_RESOLVE,
                        caseId,
                        asked,
                        needed.amounts(),
                        "%s of case %s".formatted(wish.action(), caseId),
                        wish.reason(),
                        actor));
    }
}
