package dev.consign.engine.simulation.store;

import dev.consign.engine.change.ChangeSet;
import dev.consign.engine.change.Confirmation;
import dev.consign.engine.change.OpenCase;
import dev.consign.engine.simulation.store.Tables.Answer;
import dev.consign.engine.simulation.store.Tables.CaseFile;
import dev.consign.engine.simulation.store.Tables.Said;
import dev.consign.order.CaseKind;
import java.util.Collection;

/// What `EvidenceWrites` and `ConfirmationWrites` write of what was said, to the tables in memory.
final class MemoryWords {
    private final Tables tables;
    private final Bug bug;

    MemoryWords(Tables tables, Bug bug) {
        this.tables = tables;
        this.bug = bug;
    }

    void confirmations(ChangeSet batch) {
        var confirmations = batch.confirmations();
        for (var asked : confirmations.asked) {
            var fact = asked.fact();
            tables.confirmations.put(
                    Confirmation.Key.of(fact),
                    new Said(
                            new Confirmation(
                                    fact.messageId(),
                                    fact.paymentNo(),
                                    asked.order().orderNo(),
                                    fact.kind().name(),
                                    fact.source().name(),
                                    fact.money(),
                                    fact.transactionId(),
                                    fact.number(),
                                    asked.cause().actor(),
                                    asked.cause().why())));
        }
        end(Answer.CONFIRMED, confirmations.confirmed);
        end(Answer.REFUTED, confirmations.refuted);
    }

    private void end(Answer answer, Collection<Confirmation.Key> keys) {
        for (var key : keys) {
            var said = tables.confirmations.get(key);
            if (said != null) {
                said.answer = answer;
            }
        }
    }

    /// The same word again changes nothing.
    void cases(ChangeSet batch) {
        if (bug != Bug.CASES_NOT_OPENED) {
            for (var open : batch.cases()) {
                if (!isKeptSilent(open.kind())) {
                    open(open);
                }
            }
        }
        batch.putRight().forEach(this::close);
        batch.settled().keySet().forEach(this::close);
    }

    private boolean isKeptSilent(CaseKind kind) {
        return switch (bug) {
            case KEPT_IN_SILENCE -> kind == CaseKind.REFUND_FAILED;
            case REFUTED_IN_SILENCE -> kind == CaseKind.UNCONFIRMED;
            case RETURNED_IN_SILENCE -> kind == CaseKind.REFUND_RETURNED;
            default -> false;
        };
    }

    private void open(OpenCase open) {
        var before =
                tables.cases.putIfAbsent(
                        open.key(),
                        new CaseFile(
                                open.kind(),
                                open.order() == null ? null : open.order().orderNo(),
                                open.paymentNo(),
                                open.evidence(),
                                open.fact() == null ? null : open.doubt()));
        if (before != null && !before.evidence.contains(open.evidence())) {
            before.open = true;
            before.evidence += "\n" + open.evidence();
            before.doubt = open.fact() == null ? before.doubt : open.doubt();
        }
    }

    private void close(String key) {
        var found = tables.cases.get(key);
        if (found != null && found.open) {
            found.close(true);
        }
    }
}
