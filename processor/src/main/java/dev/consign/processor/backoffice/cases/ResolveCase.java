package dev.consign.processor.backoffice.cases;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.consign.engine.Actor;
import dev.consign.engine.OrderProcessor;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.Completion;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.backoffice.approvals.Allowance;
import dev.consign.processor.backoffice.approvals.NeedsSecondPerson;
import dev.consign.processor.backoffice.cases.stored.CaseRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Resolves a case once, by a named person with a reason: what is done about it, its closing, the
/// audit and the answer are committed together or not at all.
///
/// A case that is the only one to watch something stays open: nothing waits in silence (incident
/// I8). To do nothing about such a case is refused; after an action, the case is closed later, by
/// the engine when the gateway gives its word, or by a person.
@Component
final class ResolveCase {
    private final IdempotentExecutor once;
    private final OrderProcessor processor;
    private final CaseRepository files;
    private final CaseService work;
    private final OrphanCheck unattended;
    private final AtStake atStake;

    ResolveCase(
            IdempotentExecutor once,
            OrderProcessor processor,
            CaseRepository files,
            CaseService work,
            OrphanCheck unattended,
            AtStake atStake) {
        this.atStake = atStake;
        this.once = once;
        this.processor = processor;
        this.files = files;
        this.work = work;
        this.unattended = unattended;
    }

    /// What moves more money than one person may is undone, and proposed instead.
    ///
    /// @param request empty when there was no key; only for what moves no money
    /// @param asked the wish as it was sent, JSON
    /// @throws Refused when nothing was changed
    StoredAnswer resolve(
            Optional<IdempotentRequest> request,
            String caseId,
            Resolution wish,
            String asked,
            String actor) {
        Supplier<Resolved> work = () -> resolve(caseId, wish, actor, atStake.alone(wish.action()));
        if (request.isEmpty()) {
            return once.answerWithoutKey(Completion.DONE, work);
        }
        try {
            return once.answer(request.get(), Completion.DONE, work);
        } catch (NeedsSecondPerson needed) {
            return atStake.propose(request.get(), caseId, wish, asked, actor, needed);
        }
    }

    /// In the caller's transaction.
    ///
    /// @param actor who wants it
    /// @throws Refused when it cannot be done
    Resolved resolve(String caseId, Resolution asked, String actor, Allowance allowance) {
        var wish = asked.because(allowance.signed(asked.reason()));
        var orderNo = files.get(caseId).order();
        // Before the case, as the engine does, which may be about to close it itself.
        orderNo.ifPresent(processor::hold);
        // Before the action, so that a doubt this case stands for is over when the engine
        // decides.
        var row = files.close(caseId, wish.reason(), actor);
        var done = work.perform(row, wish, new Actor("MANUAL", actor, wish.reason()));
        var left = orderNo.map(order -> unattended.without(caseId, order)).orElse(List.of());
        if (done.waits()) {
            files.reopen(caseId);
        } else if (!left.isEmpty()) {
            stayOpen(row, wish, left);
        }
        if (wish.action().decidesMoney(row)) {
            allowance.check(atStake.of(row, wish.action()));
        }
        // The engine may have opened it again by itself.
        var after = files.get(caseId);
        files.audit(caseId, wish, actor, after.status);
        return new Resolved(
                CaseView.of(after),
                wish.action().name(),
                done.refundNo() == null ? null : done.refundNo().value());
    }

    /// Money that goes back while the case stays open would go back in doubt.
    private void stayOpen(CaseRow row, Resolution wish, List<String> left) {
        var caseId = row.caseId;
        if (wish.action() == CaseAction.NONE
                || (wish.action() == CaseAction.REFUND && row.putsInDoubt())) {
            throw new Refused(new CaseRefusal.NeedsAction(left));
        }
        if (files.get(caseId).status.equals("RESOLVED")) {
            files.reopen(caseId);
        }
    }

    /// 200 of POST /api/cases/{id}/resolve.
    ///
    /// @param refundNo of the refund that was asked for or accepted; null for none
    record Resolved(@JsonUnwrapped CaseView view, String action, @Nullable String refundNo) {}
}
