package dev.consign.processor.shop;

import dev.consign.engine.Actor;
import dev.consign.id.OrderNo;
import dev.consign.processor.backoffice.approvals.Allowance;
import dev.consign.processor.backoffice.approvals.Proposal;
import dev.consign.processor.backoffice.approvals.ProposalAction;
import dev.consign.processor.backoffice.approvals.ProposedWork;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Asks for a refund that one person wanted and another has approved.
@Component
final class ProposedRefund implements ProposedWork {
    private final RequestRefund refunding;
    private final JsonMapper json;

    ProposedRefund(RequestRefund refunding, JsonMapper json) {
        this.refunding = refunding;
        this.json = json;
    }

    @Override
    public ProposalAction action() {
        return ProposalAction.REFUND;
    }

    @Override
    public Performed perform(Proposal proposal, Allowance.Approved allowance) {
        var wanted = json.readValue(proposal.request(), RefundRequest.class).checked();
        var by = new Actor(Actor.PERSON, proposal.proposedBy(), allowance.signed(wanted.reason()));
        return new Performed.Done(
                refunding.refund(new OrderNo(proposal.subject()), wanted, by, allowance));
    }
}
