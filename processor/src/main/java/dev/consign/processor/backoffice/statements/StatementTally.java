package dev.consign.processor.backoffice.statements;

import dev.consign.ledger.Journal.JournalKind;
import dev.consign.money.Money;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.backoffice.statements.StatementView.Line;
import dev.consign.sql.InvariantViolation;

/// Adds up one currency of a statement, movement by movement.
final class StatementTally {
    private final String currency;
    private final long opening;
    private long fee;
    private long rounding;
    private long payable;
    private long refunded;
    private long paidOut;

    StatementTally(String currency, long opening) {
        this.currency = currency;
        this.opening = opening;
    }

    void add(Movement movement) {
        switch (movement.kind()) {
            case SETTLE -> {
                fee = Math.addExact(fee, movement.fee());
                rounding = Math.addExact(rounding, movement.rounding());
                payable = Math.addExact(payable, movement.change());
            }
            case REFUND -> refunded = Math.subtractExact(refunded, movement.change());
            case PAYOUT -> paidOut = Math.subtractExact(paidOut, movement.change());
            case COLLECT, CORRECT, DIFFERENCE, RETURN, DISPUTE -> throw stranger(movement.kind());
        }
    }

    /// The balance after all that was added.
    long balance() {
        return opening + payable - refunded - paidOut;
    }

    MoneyBody fee() {
        return money(fee);
    }

    MoneyBody payable() {
        return money(payable);
    }

    Line line() {
        return new Line(
                currency,
                money(opening),
                money(payable + fee + rounding),
                money(fee),
                money(rounding),
                money(payable),
                money(refunded),
                money(paidOut),
                money(balance()));
    }

    static InvariantViolation stranger(JournalKind kind) {
        return new InvariantViolation("a " + kind + " was posted to a consignor's account");
    }

    private MoneyBody money(long minor) {
        return MoneyBody.of(Money.of(currency, minor));
    }
}
