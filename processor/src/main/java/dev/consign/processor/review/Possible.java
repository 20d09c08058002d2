package dev.consign.processor.review;

import dev.consign.engine.Situations;
import dev.consign.order.CaseKind;
import dev.consign.order.Instruction;
import dev.consign.order.InstructionRules;
import dev.consign.order.Ruling;
import dev.consign.order.Situation;
import dev.consign.payment.FactKind;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Says how a case could be resolved now, by the very rules that decide when somebody tries.
final class Possible {
    private static final String GIVEN_UP =
            "SELECT COUNT(*) FROM gateway_task WHERE reference = :reference AND kind = :kind AND status = 'EXHAUSTED'";

    private final Situations situations;
    private final Unattended unattended;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    Possible(Situations situations, Unattended unattended, JdbcClient jdbc, InstantSource clock) {
        this.situations = situations;
        this.unattended = unattended;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// None when the case is closed.
    List<ActionView> of(CaseRow row) {
        if (!row.status.equals("OPEN")) {
            return List.of();
        }
        // As it is once this case is closed, which is what comes first.
        var situation = row.order().flatMap(situations::of).map(one -> without(one, row));
        return Arrays.stream(CaseAction.values())
                .filter(action -> may(action, row, situation))
                .map(action -> ActionView.of(action, row))
                .toList();
    }

    private boolean may(CaseAction action, CaseRow row, Optional<Situation> known) {
        if (known.isEmpty()) {
            return action == CaseAction.NONE;
        }
        var situation = known.get();
        var orderNo = situation.order().orderNo();
        return switch (action) {
            case NONE -> unattended.without(row.caseId, orderNo).isEmpty();
            case REFUND ->
                    !CaseInstructions.isOpenDispute(row, situation)
                            && allowed(situation, CaseInstructions.refund(row, situation, null));
            case DELIVER ->
                    !CaseInstructions.isOpenDispute(row, situation)
                            && allowed(situation, CaseInstructions.deliver(row, orderNo));
            case WAIT -> CaseInstructions.waits(row, situation);
            case ACCEPT_LOSS -> CaseInstructions.isOpenDispute(row, situation);
            case REVERSE -> allowed(situation, CaseInstructions.reverse(row));
            case GIVE_UP -> allowed(situation, new Instruction.GiveUp(orderNo));
            case KEEP_MONEY -> allowed(situation, CaseInstructions.keep(row));
            case ASK_AGAIN ->
                    row.kind() == CaseKind.UNCONFIRMED
                            || (givenUp(row)
                                    && (row.kind() != CaseKind.REFUND_FAILED
                                            || CaseInstructions.doubt(row, situation).isEmpty()));
            case CONFIRM_PAID -> anyCanBe(situation, FactKind.PAID);
            case CONFIRM_CLOSED -> anyCanBe(situation, FactKind.CLOSED);
            case ACCEPT_REFUND -> allowed(situation, CaseInstructions.accept(row));
        };
    }

    private static Situation without(Situation situation, CaseRow row) {
        return situation.with(
                situation.doubts().stream()
                        .filter(one -> !row.caseId.equals(one.caseId()))
                        .toList());
    }

    private boolean allowed(Situation situation, Optional<Instruction> instruction) {
        return instruction.filter(one -> allowed(situation, one)).isPresent();
    }

    private boolean allowed(Situation situation, Instruction instruction) {
        return !(InstructionRules.rule(situation, instruction, clock.instant())
                instanceof Ruling.Refused);
    }

    private boolean givenUp(CaseRow row) {
        return CaseInstructions.question(row.kind())
                .map(question ->
                        jdbc.sql(GIVEN_UP)
                                .param("reference", row.subject())
                                .param("kind", question.name())
                                .query(Long.class)
                                .single())
                .filter(count -> count > 0)
                .isPresent();
    }

    private static boolean anyCanBe(Situation situation, FactKind kind) {
        return situation.payments().stream().anyMatch(one -> CaseInstructions.canBe(kind, one));
    }

    /// One way to resolve a case.
    ///
    /// @param role that is needed: support, or finance, who may do everything
    /// @param idempotencyKey whether one is needed
    record ActionView(String action, String role, boolean idempotencyKey) {
        static ActionView of(CaseAction action, CaseRow row) {
            return new ActionView(
                    action.name(),
                    action.role(row).name().toLowerCase(Locale.ROOT),
                    action.decidesMoney(row));
        }
    }
}
