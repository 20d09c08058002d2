package dev.consign.processor.backoffice.approvals;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.money.Money;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.Completion;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.backoffice.approvals.Proposal.Draft;
import dev.consign.processor.backoffice.approvals.Proposal.ProposalView;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/// Keeps what one person wants done until another approves it, and says what one may do alone.
@Component
public final class Proposals {
    private final ProposalRows rows;
    private final IdempotentExecutor once;
    private final ApprovalSettings settings;
    private final TwoPeople twoPeople;
    private final Audit audit;
    private final IdSource ids;
    private final InstantSource clock;

    Proposals(
            ProposalRows rows,
            IdempotentExecutor once,
            ApprovalSettings settings,
            TwoPeople twoPeople,
            Audit audit,
            IdSource ids,
            InstantSource clock) {
        this.rows = rows;
        this.once = once;
        this.settings = settings;
        this.twoPeople = twoPeople;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /// What one person may do with money of one order.
    public Allowance alone() {
        return new Allowance.Alone(settings.secondPersonAbove());
    }

    /// What nobody does alone, however little it moves.
    public Allowance nothingAlone() {
        return new Allowance.Alone(0);
    }

    /// What one person may pay out for one business day.
    public Allowance aloneForPayouts() {
        return new Allowance.Alone(settings.payoutAbove());
    }

    /// What people have asked to go back of an order's money, together: many small refunds are one
    /// large one. In the caller's transaction, so with its own.
    public List<Money> askedBack(OrderNo order) {
        return rows.askedBack(order);
    }

    /// What an order costs; nothing when there is no such order.
    public Stream<Money> price(OrderNo order) {
        return rows.price(order).stream();
    }

    /// Stores a proposal once a key; the answer is 202 and says what waits for whom until when.
    ///
    /// @throws Refused naming the one that is open for the same subject, or when a person is needed
    public StoredAnswer propose(IdempotentRequest request, Draft draft) {
        twoPeople.mayPropose(draft.actor());
        return once.answer(request, Completion.ACCEPTED, () -> propose(draft));
    }

    private ProposalView propose(Draft draft) {
        var now = clock.instant();
        var id = ids.next(NumberPrefix.PROPOSAL);
        rows.expire(draft, now);
        try {
            rows.insert(id, draft, now, now.plus(settings.validFor()));
        } catch (DuplicateKeyException e) {
            throw rows.open(draft).map(Proposals::alreadyProposed).orElseThrow(() -> e);
        }
        audit.write(
                draft.actor(),
                "PROPOSAL_OPEN",
                id,
                draft.reason(),
                null,
                ProposalStatus.OPEN.name());
        return rows.find(id).orElseThrow().view(now);
    }

    private static RuntimeException alreadyProposed(Proposal open) {
        return new Refused(
                new ApprovalRefusal.AlreadyProposed(
                        open.proposedBy(), open.subject(), open.proposalId()));
    }
}
