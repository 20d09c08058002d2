package dev.consign.processor.backoffice.approvals;

import dev.consign.money.Money;
import dev.consign.processor.api.problem.MoneyBody;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one person wants done, and another may approve.
///
/// @param proposalId `Q` and 16 characters
/// @param request JSON, as it was sent
/// @param amounts the most it may move, one a currency
/// @param what it is, in words
/// @param proposedBy as an actor
/// @param until it can be approved before
/// @param decidedBy null while nobody has
/// @param answer JSON that its approval was answered with; null for none yet
public record Proposal(
        String proposalId,
        ProposalAction action,
        String subject,
        String request,
        List<Money> amounts,
        String what,
        String reason,
        ProposalStatus status,
        String proposedBy,
        Instant proposedAt,
        Instant until,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String decision,
        @Nullable String answer) {
    ProposalView view(Instant now) {
        var over = status == ProposalStatus.OPEN && !now.isBefore(until);
        return new ProposalView(
                proposalId,
                (over ? ProposalStatus.EXPIRED : status).name(),
                action.name(),
                subject,
                amounts.stream().map(MoneyBody::of).toList(),
                what,
                reason,
                proposedBy,
                proposedAt,
                until,
                decidedBy,
                decidedAt,
                decision);
    }

    /// What to propose.
    ///
    /// @param request JSON, carried out as it stands once it is approved
    /// @param what in words, at most 200 characters
    /// @param actor who wants it
    public record Draft(
            ProposalAction action,
            String subject,
            String request,
            List<Money> amounts,
            String what,
            String reason,
            String actor) {}

    /// As it is shown.
    ///
    /// @param amounts what it would move, at most
    public record ProposalView(
            String proposalId,
            String status,
            String action,
            String subject,
            List<MoneyBody> amounts,
            String what,
            String reason,
            String proposedBy,
            Instant proposedAt,
            Instant until,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable String decision) {}
}
