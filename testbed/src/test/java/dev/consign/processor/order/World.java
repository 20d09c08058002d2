package dev.consign.processor.order;

import dev.consign.id.BuyerId;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Ruling;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.order.FakeGateway.Account;
import dev.consign.processor.order.FakeGateway.State;
import dev.consign.processor.order.Tables.Task;
import dev.consign.processor.order.Tables.TaskKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Everything around the door that can happen to a few orders, one step after the other: buyers,
/// gateway, wire, clock, people, and crashes. The same seed plays the same steps.
final class World {
    static final Duration TIME_TO_PAY = Duration.ofMinutes(30);
    static final Duration FIRST_QUERY = Duration.ofSeconds(15);

    final FakeGateway gateway;
    final Names names;
    final SplittableRandom random;
    final Store store;
    final Clock clock;
    final Auditor auditor;
    final @Nullable List<String> trace;
    private final Bug bug;
    private final People people;
    private final Wire wire;
    private int placed;
    private int attempts;

    World(
            Names names,
            SplittableRandom random,
            Store store,
            Clock clock,
            Bug bug,
            @Nullable List<String> trace) {
        this.names = names;
        this.random = random;
        this.store = store;
        this.clock = clock;
        this.bug = bug;
        this.trace = trace;
        this.gateway = new FakeGateway(names.prefix());
        this.auditor = new Auditor(gateway, names);
        this.people = new People(this);
        this.wire = new Wire(this);
    }

    void step() {
        var dice = random.nextInt(100);
        if (dice < 12 || placed == 0) {
            place();
        } else if (dice < 24) {
            create();
        } else if (dice < 35) {
            pay();
        } else if (dice < 39) {
            fail();
        } else if (dice < 44) {
            lie();
        } else if (dice < 67) {
            wire.deliver(random.nextInt(4) == 0);
        } else if (dice < 71) {
            wire.repeat();
        } else if (dice < 80) {
            reconcile();
        } else if (dice < 83) {
            clock.now = clock.now.plus(Duration.ofMinutes(5 + random.nextInt(36)));
            note("clock");
        } else if (dice < 86) {
            people.overdue();
        } else if (dice < 98) {
            people.instruct(any(names.orders().subList(0, placed)));
        } else if (dice < 99) {
            giveUnasked();
        } else {
            store.forgetMessages();
            auditor.forgotten();
            note("processed messages emptied");
        }
    }

    private void place() {
        if (placed == Names.MOST_ORDERS) {
            return;
        }
        var item = any(names.items());
        BuyerId buyer = any(names.buyers());
        var quantity = 1 + random.nextInt(2);
        var order = names.orders().get(placed);
        var payment = names.payments().get(attempts);
        if (random.nextInt(12) == 0) {
            // The callback overtakes the commit, or speaks of an order that is never placed.
            wire.say(
                    FakeGateway.fact(
                            payment,
                            Names.MERCHANT,
                            FactKind.PENDING,
                            item.price().times(quantity),
                            null,
                            null));
            wire.deliver(false);
        }
        var amount = item.price().times(quantity);
        var wanted =
                new NewOrder(
                        order,
                        payment,
                        item,
                        buyer,
                        quantity,
                        amount,
                        Names.GATEWAY,
                        Names.MERCHANT,
                        "shop");
        var done = store.place(wanted, clock.now);
        note("place " + quantity + " of " + item.itemId() + " for " + buyer + " as " + order, done);
        if (done) {
            gateway.expect(payment, order, amount);
            placed++;
            attempts++;
        }
    }

    /// The gateway is asked to collect; its answer may be lost, or it may never have heard of it.
    private void create() {
        var account = account(State.ABSENT);
        if (account == null) {
            return;
        }
        var dice = random.nextInt(8);
        note("create", account, dice);
        if (dice < 5) {
            account.state = State.OPEN;
            wire.say(FakeGateway.word(account));
        } else if (dice == 5) {
            account.state = State.FAILED;
            wire.say(FakeGateway.word(account));
        } else {
            account.state = dice == 6 ? State.OPEN : State.ABSENT;
            store.doubt(account.order, account.payment);
        }
    }

    private void pay() {
        var dice = random.nextInt(20);
        if (dice < 13) {
            take(account(State.OPEN), null);
        } else if (dice < 17) {
            take(account(random.nextBoolean() ? State.FAILED : State.CLOSED), null);
        } else if (dice < 19) {
            take(account(State.PAID), null);
        } else {
            take(account(State.OPEN), Money.of("CNY", 5));
        }
    }

    private void take(@Nullable Account account, @Nullable Money wrong) {
        if (account != null) {
            var fact = gateway.take(account, wrong == null ? account.amount : wrong);
            note("paid " + account.payment + " by " + fact.transactionId() + " " + fact.money());
            wire.say(fact);
        }
    }

    private void fail() {
        var account = account(State.OPEN);
        if (account != null) {
            account.state = State.FAILED;
            note("failed", account, 0);
            wire.say(FakeGateway.word(account));
        }
    }

    /// What the gateway says although it is not so; the truth may follow under the same name.
    private void lie() {
        var account = any(gateway.all());
        var kind = random.nextInt(6);
        note("lie", account, kind);
        if (kind == 5) {
            wire.say(
                    FakeGateway.fact(
                            new PaymentNo("stranger"),
                            Names.MERCHANT,
                            FactKind.PAID,
                            account.amount,
                            new TransactionId(names.prefix() + "stranger"),
                            null));
            return;
        }
        var other = any(gateway.all());
        if (other != account && !other.taken.isEmpty() && !other.amount.equals(account.amount)) {
            // Another payment's transaction; told apart by its amount until the truth is known.
            var id = any(other.taken).id();
            wire.say(FakeGateway.fact(account, FactKind.PAID, other.amount, id, null));
            return;
        }
        var truth = truth(account);
        var wrong = kind % 2 == 0 ? account.amount.plus(account.amount) : truth.money();
        var merchant = kind % 2 == 0 ? Names.MERCHANT : "somebody";
        wire.say(
                FakeGateway.fact(
                        account.payment,
                        merchant,
                        truth.kind(),
                        wrong,
                        truth.transactionId(),
                        truth.refundNo()));
    }

    private PaymentFact truth(Account account) {
        if (!account.given.isEmpty() && random.nextBoolean()) {
            return FakeGateway.returned(account, account.given.getFirst());
        }
        if (!account.taken.isEmpty() && random.nextBoolean()) {
            return FakeGateway.paid(account, any(account.taken));
        }
        var kind =
                switch (random.nextInt(3)) {
                    case 0 -> FactKind.PENDING;
                    case 1 -> FactKind.FAILED;
                    default -> FactKind.CLOSED;
                };
        return FakeGateway.fact(account, kind, account.amount, null, null);
    }

    /// The reconciler does one of its tasks, or finds that it has tried often enough.
    private void reconcile() {
        var tasks = store.tasks();
        if (tasks.isEmpty()) {
            return;
        }
        var task = any(tasks);
        if (!task.waiting || task.due.isAfter(clock.now)) {
            return;
        }
        var dice = random.nextInt(8);
        if (dice == 0) {
            note("exhausted " + task.kind + " " + task.reference);
            store.exhaust(task);
        } else if (dice < 3) {
            note("no answer to " + task.kind + " " + task.reference);
            if (bug == Bug.TIMEOUT_IS_FAILURE && task.kind == TaskKind.QUERY) {
                var account = gateway.account(task.payment);
                wire.add(FakeGateway.fact(account, FactKind.FAILED, account.amount, null, null));
            }
        } else {
            answer(task);
        }
    }

    /// @return false when the gateway refuses
    boolean answer(Task task) {
        var account = gateway.account(task.payment);
        note("answer " + task.kind + " " + task.reference + " " + account.state);
        switch (task.kind) {
            case QUERY -> wire.say(FakeGateway.word(account));
            case CLOSE -> {
                if (account.state == State.OPEN || account.state == State.ABSENT) {
                    account.state = State.CLOSED;
                }
                wire.say(FakeGateway.word(account));
            }
            case REFUND -> {
                return giveBack(account, task);
            }
        }
        return true;
    }

    private boolean giveBack(Account account, Task task) {
        var refundNo = task.reference;
        var given = account.given(refundNo);
        if (given != null) {
            wire.say(FakeGateway.returned(account, given));
            return true;
        }
        var amount = store.refundAmount(task);
        if (amount.minor() > account.left()) {
            return false;
        }
        wire.say(gateway.give(account, refundNo, amount, true));
        return true;
    }

    private void giveUnasked() {
        var account = account(State.PAID);
        if (account != null && account.left() > 0) {
            note("gives back unasked", account, 0);
            var money = new Money(account.amount.currency(), 1 + random.nextLong(account.left()));
            wire.say(gateway.give(account, random.nextBoolean() ? null : "R-nobody", money, false));
        }
    }

    Bug bug() {
        return bug;
    }

    /// One more attempt, should somebody try again.
    PaymentNo nextPayment() {
        return names.payments().get(attempts);
    }

    void attempted(Ruling.Attempt attempt) {
        var payment = attempt.payment();
        gateway.expect(payment.paymentNo(), payment.orderNo(), payment.amount());
        attempts++;
    }

    private @Nullable Account account(State state) {
        Account found = null;
        var seen = 0;
        for (var account : gateway.accounts.values()) {
            if (account.state == state && random.nextInt(++seen) == 0) {
                found = account;
            }
        }
        return found;
    }

    /// The storm is over: the gateway answers, nothing is lost any more, time passes.
    void calmDown() {
        wire.requeueTheDead();
        for (var round = 0; round < 5; round++) {
            if (round == 1 || round == 3) {
                gateway.statement().forEach(wire::add);
            }
            wire.drain();
            clock.now = clock.now.plus(TIME_TO_PAY);
            people.overdueAll();
            for (var task : List.copyOf(store.tasks())) {
                if (task.waiting && !task.due.isAfter(clock.now) && !answer(task)) {
                    store.exhaust(task);
                }
            }
        }
        wire.drain();
        // An answer that ends nothing, such as a wrong amount, uses up the schedule.
        store.tasks().stream().filter(task -> task.waiting).toList().forEach(store::exhaust);
    }

    <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    void note(String what) {
        if (trace != null) {
            trace.add(what);
        }
    }

    private void note(String what, boolean done) {
        if (trace != null) {
            trace.add(what + (done ? "" : ": refused"));
        }
    }

    private void note(String what, Account account, int dice) {
        if (trace != null) {
            trace.add(what + " " + account.payment + " of " + account.order + " (" + dice + ")");
        }
    }

    /// Moved by the steps only.
    static final class Clock implements InstantSource {
        Instant now;

        Clock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
