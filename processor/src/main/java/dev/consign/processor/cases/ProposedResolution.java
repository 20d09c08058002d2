package dev.consign.processor.cases;

import dev.consign.processor.cases.Resolution.ResolveRequest;
import dev.consign.processor.proposal.Allowance;
import dev.consign.processor.proposal.Proposal;
import dev.consign.processor.proposal.ProposalAction;
import dev.consign.processor.proposal.ProposedWork;
import tools.jackson.databind.json.JsonMapper;

/// Resolves a case as one person wanted it and another has approved.
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
