package dev.consign.engine.simulation;

import dev.consign.engine.simulation.FakeGateway.Account;
import dev.consign.engine.simulation.FakeGateway.State;
import dev.consign.engine.simulation.store.Names;
import dev.consign.engine.simulation.store.Tables;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.RefundStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is said although it is not so: by whoever has the gateway's key, by a file that a person
/// gave, by a person, and by mistakes of the gateway that its word contradicts. One lie is not
/// told, because nobody can tell it from the truth before the gateway is asked: a signed word of
/// the right amount for a payment that is open.
final class Lies {
    /// No true payment brings it, and none lacks it.
    private static final long UNLIKELY = 11;

    private final World world;

    /// Movements that never were, and whose payment they are said to have paid: signed.
    private final Map<TransactionId, PaymentNo> signed = new HashMap<>();

    /// The same, said by people or in files of theirs: nobody may ever book them.
    private final Set<TransactionId> byHand = new HashSet<>();

    /// Numbers of refunds that never were.
    private final Set<String> refunds = new HashSet<>();

    /// Numbers of refunds that are said to have happened before they have.
    private final Set<String> claimed = new HashSet<>();

    Lies(World world) {
        this.world = world;
    }

    boolean isSigned(TransactionId id) {
        return signed.containsKey(id);
    }

    boolean isByHand(TransactionId id) {
        return byHand.contains(id);
    }

    /// Whether a refund that is said to have this number, the gateway's, never was.
    boolean isRefund(PaymentNo payment, String number) {
        return refunds.contains(number)
                || (claimed.contains(number)
                        && world.gateway.account(payment).given(number) == null);
    }

    List<TransactionId> signedOf(PaymentNo payment) {
        var found = new ArrayList<TransactionId>();
        signed.forEach((id, of) -> {
            if (of.equals(payment)) {
                found.add(id);
            }
        });
        return found;
    }

    void tell() {
        if (world.gateway.accounts.isEmpty()) {
            return;
        }
        var account = world.any(world.gateway.all());
        switch (world.random.nextInt(9)) {
            case 0 -> stranger(account);
            case 1, 2 -> mistake(account);
            case 3, 4 -> leakedKey();
            case 5 -> leakedKeyOfAnotherAmount();
            case 6 -> invented(account);
            case 7 -> inventedRefund(account);
            default -> refundClaimedEarly();
        }
    }

    private void stranger(Account account) {
        world.note("lie: a stranger");
        world.wire.say(
                FakeGateway.fact(
                        new PaymentNo("stranger"),
                        Names.MERCHANT,
                        FactKind.PAID,
                        account.amount,
                        new TransactionId(world.names.prefix() + "stranger"),
                        null));
    }

    /// The truth may follow under the same name.
    private void mistake(Account account) {
        var truth = truth(account);
        var aboutMoney =
                switch (truth.kind()) {
                    case PENDING, FAILED, CLOSED -> false;
                    // Of one that we asked for we know the amount.
                    case REFUNDED -> truth.refundNo() == null || !truth.refundNo().startsWith("R");
                    case PAID, REFUND_RETURNED, DISPUTE_OPENED, DISPUTE_WON, DISPUTE_LOST -> true;
                };
        var amount = !aboutMoney && world.random.nextBoolean();
        var fact =
                new PaymentFact(
                        truth.gateway(),
                        amount ? truth.merchant() : "somebody",
                        truth.paymentNo(),
                        truth.kind(),
                        amount ? truth.money().plus(truth.money()) : truth.money(),
                        truth.transactionId(),
                        truth.refundNo(),
                        truth.disputeNo(),
                        truth.occurredAt(),
                        truth.source());
        world.note("lie: " + Wire.text(fact));
        world.wire.say(fact);
    }

    private PaymentFact truth(Account account) {
        var words = new ArrayList<PaymentFact>();
        account.taken.forEach(one -> words.add(FakeGateway.paid(account, one)));
        account.given.forEach(one -> words.add(FakeGateway.returned(account, one)));
        account.given.stream()
                .filter(one -> one.back)
                .forEach(one -> words.add(FakeGateway.cameBack(account, one)));
        account.contested.forEach(
                one -> words.add(FakeGateway.word(account, one, FactKind.DISPUTE_OPENED)));
        if (!words.isEmpty() && world.random.nextBoolean()) {
            return world.any(words);
        }
        var kind =
                switch (world.random.nextInt(3)) {
                    case 0 -> FactKind.PENDING;
                    case 1 -> FactKind.FAILED;
                    default -> FactKind.CLOSED;
                };
        return FakeGateway.fact(account, kind, account.amount, null, null);
    }

    /// Money for what had ended: heard at once, before anything else can make it look ordinary.
    private void leakedKey() {
        var account = world.account(this::isOver);
        if (account == null) {
            return;
        }
        var known = signedOf(account.payment);
        var id =
                known.isEmpty() || world.random.nextBoolean()
                        ? world.gateway.transaction()
                        : world.any(known);
        signed.put(id, account.payment);
        var money =
                world.random.nextInt(4) == 0 ? account.amount.plus(account.amount) : account.amount;
        world.note("lie: a leaked key, " + id, account, 0);
        world.wire.alone(FakeGateway.fact(account, FactKind.PAID, money, id, null), false);
    }

    /// Whether the engine knows that no money is expected for it.
    private boolean isOver(Account account) {
        var row = world.store.tables().byPayment.get(account.payment);
        if (row == null) {
            return false;
        }
        for (var payment : row.payments) {
            if (payment.paymentNo().equals(account.payment)) {
                return payment.status().endedUnpaid()
                        || (!Tables.open(row.order.status()) && payment.status().open());
            }
        }
        return false;
    }

    /// It is believed and held, like every wrong amount, and nothing is delivered for it.
    private void leakedKeyOfAnotherAmount() {
        var account = world.account(State.OPEN);
        if (account != null) {
            var id = world.gateway.transaction();
            signed.put(id, account.payment);
            world.note("lie: a leaked key, of another amount, " + id, account, 0);
            var money = new Money(account.amount.currency(), UNLIKELY);
            world.wire.alone(FakeGateway.fact(account, FactKind.PAID, money, id, null), false);
        }
    }

    /// In a file, or by a person.
    private void invented(Account account) {
        var id = inventedTransaction(account);
        var fact = FakeGateway.fact(account, FactKind.PAID, account.amount, id, null);
        world.note("lie: by hand, " + id, account, 0);
        if (world.random.nextBoolean()) {
            world.wire.add(fact.from(FactSource.UPLOAD));
        } else {
            world.people().say(fact.from(FactSource.MANUAL));
        }
    }

    /// One that never was, or that of another payment.
    TransactionId inventedTransaction(Account account) {
        var others =
                world.gateway.all().stream()
                        .filter(one -> one != account && !one.taken.isEmpty())
                        .toList();
        if (!others.isEmpty() && world.random.nextBoolean()) {
            return world.any(others).taken.getFirst().id;
        }
        var id = world.gateway.transaction();
        byHand.add(id);
        return id;
    }

    private void inventedRefund(Account account) {
        var number = "X" + refunds.size();
        refunds.add(number);
        var money =
                world.random.nextBoolean()
                        ? account.amount
                        : new Money(
                                account.amount.currency(),
                                1 + world.random.nextLong(account.amount.minor()));
        world.note("lie: a line of a refund " + number + " of " + money, account, 0);
        world.wire.add(
                FakeGateway.fact(
                                account,
                                FactKind.REFUNDED,
                                money,
                                world.gateway.transaction(),
                                number)
                        .from(FactSource.UPLOAD));
    }

    /// What is being asked for is said to have happened before it has.
    private void refundClaimedEarly() {
        var account = world.account(one -> asked(one) != null);
        if (account != null) {
            var refund = asked(account);
            if (refund != null) {
                claimed.add(String.valueOf(refund.refundNo()));
                world.note("lie: a line of refund " + refund.refundNo(), account, 0);
                world.wire.add(refund.from(FactSource.UPLOAD));
            }
        }
    }

    private @Nullable PaymentFact asked(Account account) {
        var row = world.store.tables().byPayment.get(account.payment);
        if (row == null) {
            return null;
        }
        for (var refund : row.refunds) {
            if (refund.paymentNo().equals(account.payment)
                    && refund.status() == RefundStatus.REQUESTED
                    && account.given(refund.refundNo().value()) == null) {
                return FakeGateway.fact(
                        account,
                        FactKind.REFUNDED,
                        refund.amount(),
                        world.gateway.transaction(),
                        refund.refundNo().value());
            }
        }
        return null;
    }
}
