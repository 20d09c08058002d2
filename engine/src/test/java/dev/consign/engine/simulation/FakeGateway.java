package dev.consign.engine.simulation;

import dev.consign.engine.simulation.store.Names;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.DisputeStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What really happened to the buyers' money: whatever we believe, this is what the gateway has
/// taken, given back, had sent back by a bank and lost to one, and what it will say when it is
/// asked.
final class FakeGateway {
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

    final Map<PaymentNo, Account> accounts = new LinkedHashMap<>();
    private final String prefix;
    private int transactions;

    FakeGateway(String prefix) {
        this.prefix = prefix;
    }

    /// The payment may be created there from now on.
    Account expect(PaymentNo payment, OrderNo order, Money amount) {
        var account = new Account(payment, order, amount);
        accounts.put(payment, account);
        return account;
    }

    Account account(PaymentNo payment) {
        return Objects.requireNonNull(accounts.get(payment));
    }

    List<Account> all() {
        return List.copyOf(accounts.values());
    }

    List<Account> of(OrderNo order) {
        return accounts.values().stream().filter(one -> one.order.equals(order)).toList();
    }

    /// The name of a movement nobody else has.
    TransactionId transaction() {
        return new TransactionId(prefix + transactions++);
    }

    /// Takes money of the buyer.
    ///
    /// @param said what it says to have taken, until it puts that right
    PaymentFact take(Account account, Money money, Money said) {
        account.state = State.PAID;
        var taken = new Taken(transaction(), money, said);
        account.taken.add(taken);
        return paid(account, taken);
    }

    /// Gives money back.
    ///
    /// @param asked whether under a number we gave it
    PaymentFact give(Account account, @Nullable String refundNo, Money money, boolean asked) {
        var given = new Given(transaction(), refundNo, money, asked);
        account.given.add(given);
        return returned(account, given);
    }

    /// The buyer's bank contests money of the payment, which is put aside.
    ///
    /// @param number null when the gateway has none: then the payment's transaction names it
    PaymentFact contest(Account account, @Nullable String number, Money money) {
        var contested = new Contested(number, money);
        account.contested.add(contested);
        return word(account, contested, FactKind.DISPUTE_OPENED);
    }

    /// All it ever took and gave, as its statement says: the truth, which is what it says from then
    /// on.
    List<PaymentFact> statement() {
        var facts = new ArrayList<PaymentFact>();
        for (var account : accounts.values()) {
            for (var taken : account.taken) {
                taken.say(taken.money);
                facts.add(paid(account, taken).from(FactSource.STATEMENT));
            }
            account.given.forEach(
                    given -> facts.add(returned(account, given).from(FactSource.STATEMENT)));
        }
        return facts;
    }

    /// What stands in no statement, and is said by callbacks until somebody has heard it.
    List<PaymentFact> unheard() {
        var facts = new ArrayList<PaymentFact>();
        for (var account : accounts.values()) {
            account.given.stream()
                    .filter(given -> given.back)
                    .forEach(given -> facts.add(cameBack(account, given)));
            for (var contested : account.contested) {
                facts.add(word(account, contested, FactKind.DISPUTE_OPENED));
                if (contested.status != DisputeStatus.OPENED) {
                    facts.add(word(account, contested, contested.end()));
                }
            }
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

    /// The bank did not take it.
    static PaymentFact cameBack(Account account, Given given) {
        return fact(account, FactKind.REFUND_RETURNED, given.money, given.id, given.number());
    }

    static PaymentFact paid(Account account, Taken taken) {
        return fact(account, FactKind.PAID, taken.said, taken.id, null);
    }

    static PaymentFact word(Account account, Contested contested, FactKind kind) {
        return new PaymentFact(
                Names.GATEWAY,
                Names.MERCHANT,
                account.payment,
                kind,
                contested.money,
                account.taken.getFirst().id,
                null,
                contested.number,
                AT,
                FactSource.CALLBACK);
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
        final List<Contested> contested = new ArrayList<>();
        State state = State.ABSENT;

        Account(PaymentNo payment, OrderNo order, Money amount) {
            this.payment = payment;
            this.order = order;
            this.amount = amount;
        }

        /// Minor units it has of the buyer.
        long left() {
            var left = taken();
            for (var one : given) {
                left -= one.back ? 0 : one.money.minor();
            }
            for (var one : contested) {
                left -= one.status == DisputeStatus.LOST ? one.money.minor() : 0;
            }
            return left;
        }

        /// Of that, what nobody contests.
        long free() {
            var free = left();
            for (var one : contested) {
                free -= one.status == DisputeStatus.OPENED ? one.money.minor() : 0;
            }
            return free;
        }

        /// Minor units it has ever taken.
        long taken() {
            var sum = 0L;
            for (var one : taken) {
                sum += one.money.minor();
            }
            return sum;
        }

        @Nullable Given given(String number) {
            for (var one : given) {
                if (number.equals(one.number())) {
                    return one;
                }
            }
            return null;
        }

        @Nullable Taken taken(TransactionId id) {
            for (var one : taken) {
                if (id.equals(one.id)) {
                    return one;
                }
            }
            return null;
        }

        @Nullable Contested contested(String number) {
            for (var one : contested) {
                if (number.equals(name(one))) {
                    return one;
                }
            }
            return null;
        }

        /// As facts number it.
        String name(Contested one) {
            return one.number == null ? taken.getFirst().id.value() : one.number;
        }
    }

    /// Money it took.
    static final class Taken {
        final TransactionId id;
        final Money money;
        final Set<Money> everSaid = new HashSet<>();
        Money said;

        Taken(TransactionId id, Money money, Money said) {
            this.id = id;
            this.money = money;
            this.said = said;
            everSaid.add(said);
        }

        void say(Money now) {
            said = now;
            everSaid.add(now);
        }
    }

    /// Money it gave back.
    static final class Given {
        final TransactionId id;
        final @Nullable String refundNo;
        final Money money;
        final boolean asked;

        /// Whether the buyer's bank has sent it back since.
        boolean back;

        Given(TransactionId id, @Nullable String refundNo, Money money, boolean asked) {
            this.id = id;
            this.refundNo = refundNo;
            this.money = money;
            this.asked = asked;
        }

        /// As facts number it.
        String number() {
            return refundNo == null ? id.value() : refundNo;
        }
    }

    /// Money that the buyer's bank contests.
    static final class Contested {
        final @Nullable String number;
        final Money money;
        DisputeStatus status = DisputeStatus.OPENED;

        Contested(@Nullable String number, Money money) {
            this.number = number;
            this.money = money;
        }

        FactKind end() {
            return status == DisputeStatus.WON ? FactKind.DISPUTE_WON : FactKind.DISPUTE_LOST;
        }
    }
}
