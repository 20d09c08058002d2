package dev.consign.processor.backoffice.cases;

import dev.consign.engine.OrderContextReader;
import dev.consign.order.CaseKind;
import dev.consign.order.Command;
import dev.consign.order.CommandRules;
import dev.consign.order.Decision;
import dev.consign.order.OrderContext;
import dev.consign.payment.FactKind;
import dev.consign.processor.backoffice.cases.stored.CaseRow;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Says how a case could be resolved now, by the very rules that decide when somebody tries.
@Component
final class AvailableActions {
    private static final String GIVEN_UP =
            "SELECT COUNT(*) FROM gateway_task WHERE reference = :reference AND kind = :kind AND status = 'EXHAUSTED'";

    private final OrderContextReader situations;
    private final OrphanCheck unattended;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    AvailableActions(
            OrderContextReader situations,
            OrphanCheck unattended,
            JdbcClient jdbc,
            InstantSource clock) {
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
        var context = row.order().flatMap(situations::of).map(one -> without(one, row));
        return Arrays.stream(CaseAction.values())
                .filter(action -> may(action, row, context))
                .map(action -> ActionView.of(action, row))
                .toList();
    }

    private boolean may(CaseAction action, CaseRow row, Optional<OrderContext> known) {
        if (known.isEmpty()) {
            return action == CaseAction.NONE;
        }
        var context = known.get();
        var orderNo = context.order().orderNo();
        return switch (action) {
            case NONE -> unattended.without(row.caseId, orderNo).isEmpty();
            case REFUND ->
                    !CaseCommands.isOpenDispute(row, context)
                            && allowed(context, CaseCommands.refund(row, context, null));
            case DELIVER ->
                    !CaseCommands.isOpenDispute(row, context)
                            && allowed(context, CaseCommands.deliver(row, orderNo));
            case WAIT -> CaseCommands.waits(row, context);
            case ACCEPT_LOSS -> CaseCommands.isOpenDispute(row, context);
            case REVERSE -> allowed(context, CaseCommands.reverse(row));
            case GIVE_UP -> allowed(context, new Command.CloseUndeliverable(orderNo));
            case KEEP_MONEY -> allowed(context, CaseCommands.keep(row));
            case ASK_AGAIN ->
                    row.kind() == CaseKind.UNCONFIRMED
                            || (givenUp(row)
                                    && (row.kind() != CaseKind.REFUND_FAILED
                                            || CaseCommands.doubt(row, context).isEmpty()));
            case CONFIRM_PAID -> anyCanBe(context, FactKind.PAID);
            case CONFIRM_CLOSED -> anyCanBe(context, FactKind.CLOSED);
            case ACCEPT_REFUND -> allowed(context, CaseCommands.accept(row));
        };
    }

    private static OrderContext without(OrderContext context, CaseRow row) {
        return context.with(
                context.doubts().stream().filter(one -> !row.caseId.equals(one.caseId())).toList());
    }

    private boolean allowed(OrderContext context, Optional<Command> command) {
        return command.filter(one -> allowed(context, one)).isPresent();
    }

    private boolean allowed(OrderContext context, Command command) {
        return !(CommandRules.decide(context, command, clock.instant())
                instanceof Decision.Refused);
    }

    private boolean givenUp(CaseRow row) {
        return CaseCommands.question(row.kind())
                .map(question ->
                        jdbc.sql(GIVEN_UP)
                                .param("reference", row.subject())
                                .param("kind", question.name())
                                .query(Long.class)
                                .single())
                .filter(count -> count > 0)
                .isPresent();
    }

    private static boolean anyCanBe(OrderContext context, FactKind kind) {
        return context.payments().stream().anyMatch(one -> CaseCommands.canBe(kind, one));
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
