package dev.consign.processor.backoffice.approvals;

import dev.consign.platform.audit.Audit;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.Window;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.Completion;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.backoffice.approvals.Proposal.ProposalView;
import dev.consign.processor.backoffice.approvals.ProposedWork.Performed;
import dev.consign.processor.security.Caller;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Approves and rejects. An approval, what it does, its audit and its answer are committed together
/// or not at all; whoever has approved gets the same answer when asking again.
@Component
final class Deciding {
    private final ProposalRows rows;
    private final Transactions transactions;
    private final Map<ProposalAction, ProposedWork> works;
    private final TwoPeople twoPeople;
    private final Audit audit;
    private final InstantSource clock;
    private final JsonMapper json;

    Deciding(
            ProposalRows rows,
            Transactions transactions,
            List<ProposedWork> works,
            TwoPeople twoPeople,
            Audit audit,
            InstantSource clock,
            JsonMapper json) {
        this.rows = rows;
        this.transactions = transactions;
        this.works =
                works.stream().collect(Collectors.toMap(ProposedWork::action, Function.identity()));
        this.twoPeople = twoPeople;
        this.audit = audit;
        this.clock = clock;
        this.json = json;
    }

    /// @throws Refused when there is none, it is decided or over already, or for what the work or
    ///   [TwoPeople] say
    StoredAnswer approve(String id, Caller caller, String reason) {
        var step = transactions.call(() -> begin(id, caller, reason));
        if (step.later == null) {
            return step.answer;
        }
        var body = body(id, json.readTree(step.later.work().get()));
        rows.answer(id, body);
        return StoredAnswer.first(Completion.DONE, body);
    }

    private Step begin(String id, Caller caller, String reason) {
        var proposal = rows.lock(id).orElseThrow(Deciding::unknown);
        var again =
                proposal.status() == ProposalStatus.APPROVED
                        && caller.actor().equals(proposal.decidedBy());
        if (again && proposal.answer() != null) {
            return new Step(StoredAnswer.again(Completion.DONE, proposal.answer()), null);
        }
        if (!again) {
            approve(proposal, caller, reason);
        }
        var allowance = new Allowance.Approved(proposal.amounts(), caller.actor());
        var work = Objects.requireNonNull(works.get(proposal.action()), "nobody does that");
        return switch (work.perform(proposal, allowance)) {
            case Performed.Done(var answer) -> {
                var body = body(id, answer);
                rows.answer(id, body);
                yield new Step(StoredAnswer.first(Completion.DONE, body), null);
            }
            case Performed.AfterCommit later ->
                    new Step(StoredAnswer.first(Completion.DONE, ""), later);
        };
    }

    private void approve(Proposal proposal, Caller caller, String reason) {
        mustBeOpen(proposal);
        twoPeople.mayApprove(proposal, caller);
        decide(proposal, ProposalStatus.APPROVED, "PROPOSAL_APPROVE", caller, reason);
    }

    /// Whoever has proposed something may take it back so, too.
    ///
    /// @throws Refused when there is none, or it is decided or over already
    ProposalView reject(String id, Caller caller, String reason) {
        return transactions.call(() -> {
            var proposal = rows.lock(id).orElseThrow(Deciding::unknown);
            mustBeOpen(proposal);
            decide(proposal, ProposalStatus.REJECTED, "PROPOSAL_REJECT", caller, reason);
            return find(id);
        });
    }

    ProposalView find(String id) {
        return rows.find(id).orElseThrow(Deciding::unknown).view(clock.instant());
    }

    KeysetPage<ProposalView> list(
            @Nullable ProposalStatus status, @Nullable String subject, Window window) {
        var now = clock.instant();
        return rows.page(status, subject, window, now).map(one -> one.view(now));
    }

    private void decide(
            Proposal proposal, ProposalStatus to, String action, Caller caller, String reason) {
        var now = clock.instant();
        rows.decide(proposal.proposalId(), to, caller.actor(), reason, now);
        audit.write(
                caller.actor(),
                action,
                proposal.proposalId(),
                reason,
                ProposalStatus.OPEN.name(),
                to.name());
    }

    private void mustBeOpen(Proposal proposal) {
        if (proposal.status() != ProposalStatus.OPEN) {
            throw new Refused(
                    new ApprovalRefusal.AlreadyDecided(proposal.status(), proposal.decidedBy()));
        }
        if (!clock.instant().isBefore(proposal.until())) {
            throw new Refused(new ApprovalRefusal.Expired(proposal.until()));
        }
    }

    private String body(String id, Object result) {
        return json.writeValueAsString(new Approval(find(id), result));
    }

    private static Refused unknown() {
        return new Refused(new NotFound("such proposal"));
    }

    /// 200 of an approval.
    ///
    /// @param result what the same request would have been answered with
    record Approval(ProposalView proposal, Object result) {}

    /// @param later null when everything is done
    private record Step(StoredAnswer answer, Performed.@Nullable AfterCommit later) {}
}
