package dev.consign.processor.backoffice.payouts;

import dev.consign.id.ConsignorId;
import dev.consign.processor.backoffice.approvals.Allowance;
import dev.consign.processor.backoffice.approvals.Proposal;
import dev.consign.processor.backoffice.approvals.ProposalAction;
import dev.consign.processor.backoffice.approvals.ProposedWork;
import dev.consign.processor.backoffice.payouts.PayoutController.PayoutRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Pays a day that one person wanted paid and another has approved. A run is many transactions, so
/// it begins when the approval is committed.
@Component
final class ProposedPayout implements ProposedWork {
    private final PayoutService paying;
    private final JsonMapper json;

    ProposedPayout(PayoutService paying, JsonMapper json) {
        this.paying = paying;
        this.json = json;
    }

    @Override
    public ProposalAction action() {
        return ProposalAction.PAYOUT;
    }

    @Override
    public Performed perform(Proposal proposal, Allowance.Approved allowance) {
        var wanted = json.readValue(proposal.request(), PayoutRequest.class);
        return new Performed.AfterCommit(
                paying.approved(
                        proposal.proposalId(),
                        wanted.date(),
                        Optional.ofNullable(wanted.consignorId()).map(ConsignorId::new),
                        proposal.proposedBy(),
                        allowance));
    }
}
