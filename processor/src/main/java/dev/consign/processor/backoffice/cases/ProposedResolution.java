package dev.consign.processor.backoffice.cases;

import dev.consign.processor.backoffice.approvals.Allowance;
import dev.consign.processor.backoffice.approvals.Proposal;
import dev.consign.processor.backoffice.approvals.ProposalAction;
import dev.consign.processor.backoffice.approvals.ProposedWork;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Resolves a case as one person wanted it and another has approved.
@Component
final class ProposedResolution implements ProposedWork {
    private final ResolveCase resolving;
    private final JsonMapper json;

    ProposedResolution(ResolveCase resolving, JsonMapper json) {
        this.resolving = resolving;
        this.json = json;
    }

    @Override
    public ProposalAction action() {
        return ProposalAction.CASE_RESOLVE;
    }

    @Override
    public Performed perform(Proposal proposal, Allowance.Approved allowance) {
        var wish = json.readValue(proposal.request(), ResolveRequest.class).checked();
        return new Performed.Done(
                resolving.resolve(proposal.subject(), wish, proposal.proposedBy(), allowance));
    }
}
