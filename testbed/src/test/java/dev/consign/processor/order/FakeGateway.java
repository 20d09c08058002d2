package dev.consign.processor.order;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What really happened to the buyers' money: whatever we believe, this is what the gateway has
/// taken and given back, and what it will say when it is asked.
final class FakeGateway {
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

    final Map<PaymentNo, Account> accounts = new LinkedHashMap<>();
    private final String prefix;
    private int transactions;

    FakeGateway(String prefix) {
        this.prefix = prefix;
    }

    /// The payment may be created there from now on.
    void expect(PaymentNo payment, OrderNo order, Money amount) {
        accounts.put(payment, new Account(payment, order, amount));
    }

    Account account(PaymentNo payment) {
        return Objects.requireNonNull(accounts.get(payment));
    }

    List<Account> all() {
        return List.copyOf(accounts.values());
    }

    /// Takes money of the buyer.
    PaymentFact take(Account account, Money money) {
        account.state = State.PAID;
        var taken = new Taken(new TransactionId(prefix + transactions++), money);
        account.taken.add(taken);
        return paid(account, taken);
    }

    /// Gives money back.
    ///
    /// @param asked whether under a number we gave it
    PaymentFact give(Account account, @Nullable String refundNo, Money money, boolean asked) {
        var given = new Given(new TransactionId(prefix + transactions++), refundNo, money, asked);
        account.given.add(given);
        return returned(account, given);
    }

    /// All it ever did, as its statement says.
    List<PaymentFact> statement() {
        var facts = new ArrayList<PaymentFact>();
        for (var account : accounts.values()) {
            account.taken.forEach(
                    taken -> facts.add(paid(account, taken).from(FactSource.STATEMENT)));
            account.given.forEach(
                    given -> facts.add(returned(account, given).from(FactSource.STATEMENT)));
        }
        return facts;
    }

    /// What it says when asked about a payment; null when it knows of none.
    static @Nullable PaymentFact word(Account account) {
        return switch (account.state) {
            case ABSENT -> null;
            case OPEN -> fact(account, FactKind.PENDING, account.amount, null, null);
            case FAILED -> fact(account, FactKind.FAILED, account.amount, null, null);
            case CLOSED -> fact(account, FactKind.CLOSED, account.amount, null, null);
            case PAID -> paid(account, account.taken.getFirst());
        };
    }

    static PaymentFact returned(Account account, Given given) {
        return fact(account, FactKind.REFUNDED, given.money, given.id, given.refundNo);
    }

    static PaymentFact paid(Account account, Taken taken) {
        return fact(account, FactKind.PAID, taken.money, taken.id, null);
    }

    static PaymentFact fact(
            Account account,
            FactKind kind,
            Money money,
            @Nullable TransactionId transaction,
            @Nullable String refundNo) {
        return fact(account.payment, Names.MERCHANT, kind, money, transaction, refundNo);
    }

    static PaymentFact fact(
            PaymentNo payment,
            String merchant,
            FactKind kind,
            Money money,
            @Nullable TransactionId transaction,
            @Nullable String refundNo) {
        return new PaymentFact(
                Names.GATEWAY,
                merchant,
                payment,
                kind,
                money,
                transaction,
                refundNo,
                AT,
                FactSource.CALLBACK);
    }

    enum State {
        ABSENT,
        OPEN,
        PAID,
        FAILED,
        CLOSED
    }

    /// One payment as the gateway has it.
    static final class Account {
        final PaymentNo payment;
        final OrderNo order;
        final Money amount;
        final List<Taken> taken = new ArrayList<>();
        final List<Given> given = new ArrayList<>();
        State state = State.ABSENT;

        Account(PaymentNo payment, OrderNo order, Money amount) {
            this.payment = payment;
            this.order = order;
            this.amount = amount;
        }

        /// Minor units it has of the buyer.
        long left() {
            var left = 0L;
            for (var one : taken) {
                left += one.money.minor();
            }
            for (var one : given) {
                left -= one.money.minor();
            }
            return left;
        }

        @Nullable Given given(String refundNo) {
            for (var one : given) {
                if (refundNo.equals(one.refundNo)) {
                    return one;
                }
            }
            return null;
        }
    }

    record Taken(TransactionId id, Money money) {}

    record Given(TransactionId id, @Nullable String refundNo, Money money, boolean asked) {}
}
