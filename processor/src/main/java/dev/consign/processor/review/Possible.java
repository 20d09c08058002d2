package dev.consign.processor.review;

import dev.consign.id.PaymentNo;
import dev.consign.order.Instruction;
import dev.consign.order.InstructionRules;
import dev.consign.order.Ruling;
import dev.consign.order.Situation;
import dev.consign.payment.FactKind;
import dev.consign.processor.evidence.Evidence;
import dev.consign.processor.order.Situations;
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
    private final Evidence evidence;
    private final Unattended unattended;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    Possible(
            Situations situations,
            Evidence evidence,
            Unattended unattended,
            JdbcClient jdbc,
            InstantSource clock) {
        this.situations = situations;
        this.evidence = evidence;
        this.unattended = unattended;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// None when the case is closed.
    List<ActionView> of(CaseRow row) {
        if (!row.status.equals("OPEN")) {
            return List.of();
        }
        var situation = row.order().flatMap(situations::of);
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
            case REFUND -> allowed(situation, CaseInstructions.refund(row, situation, null));
            case DELIVER -> allowed(situation, new Instruction.Deliver(orderNo));
            case GIVE_UP -> allowed(situation, new Instruction.GiveUp(orderNo));
            case KEEP_MONEY ->
                    CaseInstructions.keep(row).filter(keep -> allowed(situation, keep)).isPresent();
            case ASK_AGAIN -> givenUp(row);
            case CONFIRM_PAID -> anyCanBe(situation, FactKind.PAID);
            case CONFIRM_CLOSED -> anyCanBe(situation, FactKind.CLOSED);
            case ACCEPT_REFUND ->
                    CaseInstructions.unexpected(row, evidence)
                            .map(line ->
                                    CaseInstructions.accept(
                                            situation,
                                            situation.payment(new PaymentNo(line.paymentNo())),
                                            CaseWork.money(line)))
                            .filter(accept -> allowed(situation, accept))
                            .isPresent();
        };
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
