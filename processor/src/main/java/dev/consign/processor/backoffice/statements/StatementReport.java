package dev.consign.processor.backoffice.statements;

import dev.consign.engine.payout.HeldOrder;
import dev.consign.id.ConsignorId;
import dev.consign.money.Money;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.backoffice.statements.Movement.Payout;
import dev.consign.processor.backoffice.statements.Movement.Sale;
import dev.consign.processor.backoffice.statements.StatementView.HeldMoney;
import dev.consign.processor.backoffice.statements.StatementView.PaidOut;
import dev.consign.processor.backoffice.statements.StatementView.RefundedOrder;
import dev.consign.processor.backoffice.statements.StatementView.SoldOrder;
import dev.consign.sql.InvariantViolation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts a statement together for JSON. What is listed is bounded, what is summed is not.
public final class StatementReport {
    private static final int MOST_LISTED = 10_000;

    private final String only;
    private final SortedMap<String, StatementTally> tallies = new TreeMap<>();
    private final List<SoldOrder> orders = new ArrayList<>();
    private final List<RefundedOrder> refunds = new ArrayList<>();
    private final List<PaidOut> payouts = new ArrayList<>();
    private final List<HeldMoney> heldBack = new ArrayList<>();
    private long leftOut;

    private StatementReport(@Nullable String currency) {
        this.only = currency == null ? "" : currency;
    }

    /// @param currency null for all
    static StatementView of(
            Statements statements,
            ConsignorId consignor,
            LocalDate date,
            @Nullable String currency) {
        statements.require(consignor);
        var report = new StatementReport(currency);
        statements
                .opening(consignor, date)
                .forEach((code, balance) -> {
                    if (report.wants(code)) {
                        report.tallies.put(code, new StatementTally(code, balance));
                    }
                });
        statements.movements(consignor, date, report::add);
        statements.held(consignor, date, report::add);
        if (report.tallies.isEmpty()) {
            var code = currency == null ? statements.usualCurrency(consignor) : currency;
            report.tallies.put(code, new StatementTally(code, 0));
        }
        return report.view(consignor, date);
    }

    private boolean wants(String currency) {
        return only.isEmpty() || only.equals(currency);
    }

    private void add(Movement movement) {
        if (!wants(movement.currency())) {
            return;
        }
        tallies.computeIfAbsent(movement.currency(), code -> new StatementTally(code, 0))
                .add(movement);
        switch (movement.kind()) {
            case SETTLE -> list(orders, sold(movement, sale(movement)));
            case REFUND -> list(refunds, refunded(movement, sale(movement)));
            case PAYOUT -> list(payouts, paidOut(movement, payout(movement)));
            case COLLECT, CORRECT, DIFFERENCE, RETURN, DISPUTE ->
                    throw StatementTally.stranger(movement.kind());
        }
    }

    private void add(HeldOrder held) {
        if (wants(held.amount().currency().getCurrencyCode())) {
            list(heldBack, HeldMoney.of(held));
        }
    }

    private <T> void list(List<T> listed, T one) {
        if (listed.size() < MOST_LISTED) {
            listed.add(one);
        } else {
            leftOut++;
        }
    }

    private StatementView view(ConsignorId consignor, LocalDate date) {
        var one = tallies.size() == 1 ? tallies.firstEntry().getValue() : null;
        return new StatementView(
                consignor.value(),
                date,
                one == null ? null : one.payable(),
                one == null ? null : one.fee(),
                tallies.values().stream().map(StatementTally::line).toList(),
                orders,
                refunds,
                payouts,
                heldBack,
                leftOut);
    }

    private static SoldOrder sold(Movement movement, Sale sale) {
        return new SoldOrder(
                sale.orderNo(),
                sale.title(),
                sale.quantity(),
                money(movement, movement.gross()),
                money(movement, movement.fee()),
                money(movement, movement.change()),
                movement.place().at());
    }

    private static RefundedOrder refunded(Movement movement, Sale sale) {
        return new RefundedOrder(
                movement.reference(),
                sale.orderNo(),
                sale.title(),
                money(movement, -movement.gross()),
                money(movement, -movement.fee()),
                money(movement, -movement.change()),
                movement.place().at());
    }

    private static PaidOut paidOut(Movement movement, Payout payout) {
        return new PaidOut(
                payout.payoutId(),
                payout.businessDate(),
                money(movement, -movement.change()),
                movement.place().at());
    }

    private static MoneyBody money(Movement movement, long minor) {
        return MoneyBody.of(Money.of(movement.currency(), minor));
    }

    private static Sale sale(Movement movement) {
        if (movement.sale() == null) {
            throw new InvariantViolation(movement.place().journalKey() + " has no order");
        }
        return movement.sale();
    }

    private static Payout payout(Movement movement) {
        if (movement.payout() == null) {
            throw new InvariantViolation(movement.place().journalKey() + " has no payout");
        }
        return movement.payout();
    }
}
