package dev.consign.engine.simulation;

import dev.consign.engine.change.NewOrder;
import dev.consign.engine.simulation.FakeGateway.Account;
import dev.consign.engine.simulation.FakeGateway.State;
import dev.consign.engine.simulation.store.Bug;
import dev.consign.engine.simulation.store.Names;
import dev.consign.engine.simulation.store.Store;
import dev.consign.id.BuyerId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.order.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Everything around the engine that can happen to a few orders, one step after the other: buyers,
/// banks, gateway, wire, clock, people, liars, and crashes. The same seed plays the same steps.
public final class World {
    public static final Duration TIME_TO_PAY = Duration.ofMinutes(30);
    public static final Duration FIRST_QUERY = Duration.ofSeconds(15);

    final FakeGateway gateway;
    final Names names;
    final SplittableRandom random;
    final Store store;
    final Clock clock;
    final Auditor auditor;
    final @Nullable List<String> trace;
    final Wire wire;
    final Lies lies;
    private final Bug bug;
    private final People people;
    private final Desk desk;
    private final Banks banks;
    private final Asker asker;
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
        this.lies = new Lies(this);
        this.auditor = new Auditor(gateway, names, lies);
        this.people = new People(this);
        this.desk = new Desk(this, people);
        this.banks = new Banks(this);
        this.wire = new Wire(this);
        this.asker = new Asker(this);
    }

    /// Time passes between any two of them: a word that is processed anew is another word.
    void step() {
        clock.now = clock.now.plusMillis(1);
        var dice = random.nextInt(100);
        if (dice < 11 || placed == 0) {
            place();
        } else if (dice < 21) {
            create();
        } else if (dice < 31) {
            pay();
        } else if (dice < 34) {
            fail();
        } else if (dice < 39) {
            lies.tell();
        } else if (dice < 60) {
            wire.deliver(random.nextInt(4) == 0);
        } else if (dice < 64) {
            wire.repeat();
        } else if (dice < 74) {
            asker.work();
        } else if (dice < 76) {
            clock.now = clock.now.plus(Duration.ofMinutes(5 + random.nextInt(36)));
            note("clock");
        } else if (dice < 78) {
            people.overdue();
        } else if (dice < 87) {
            people.instruct(any(names.orders().subList(0, placed)));
        } else if (dice < 92) {
            desk.work();
        } else if (dice < 99) {
            banks.act();
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
        var amount = item.price().times(quantity);
        var early = random.nextInt(12) == 0 ? early(order, payment, amount) : null;
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
                        "shop",
                        null);
        var done = store.place(wanted, clock.now);
        note("place " + quantity + " of " + item.itemId() + " for " + buyer + " as " + order, done);
        if (done) {
            if (early == null) {
                gateway.expect(payment, order, amount);
            }
            placed++;
            attempts++;
        } else if (early != null) {
            // What was said of it speaks of a payment that nobody will ever know.
            gateway.accounts.remove(payment);
            attempts++;
        }
    }

    /// Its word overtakes the commit, or speaks of an order that is never placed.
    private Account early(OrderNo order, PaymentNo payment, Money amount) {
        var account = gateway.expect(payment, order, amount);
        account.state = State.OPEN;
        note("early", account, 0);
        wire.say(FakeGateway.word(account));
        if (random.nextBoolean()) {
            wire.say(gateway.take(account, amount, amount));
            if (random.nextBoolean()) {
                banks.give(account);
            }
        }
        wire.deliver(false);
        return account;
    }

    /// The gateway is asked to collect; its answer may be lost, or it may never have heard of it.
    private void create() {
        var account = account(State.ABSENT);
        if (account == null) {
            repeat();
            return;
        }
        var dice = random.nextInt(8);
        note("create", account, dice);
        if (dice < 5) {
            account.state = State.OPEN;
            wire.answer(FakeGateway.word(account));
        } else if (dice == 5) {
            account.state = State.FAILED;
            wire.answer(FakeGateway.word(account));
        } else {
            account.state = dice == 6 ? State.OPEN : State.ABSENT;
            store.doubt(account.order, account.payment);
        }
    }

    /// The shop asks once more for a payment the gateway has, and the answer is lost.
    private void repeat() {
        var account = account(State.OPEN);
        if (account != null) {
            note("create again, no answer", account, 0);
            store.doubt(account.order, account.payment);
        }
    }

    private void pay() {
        var dice = random.nextInt(24);
        if (dice < 13) {
            take(account(State.OPEN));
        } else if (dice < 16) {
            take(account(random.nextBoolean() ? State.FAILED : State.CLOSED));
        } else if (dice < 18) {
            take(account(State.PAID));
        } else if (dice < 20) {
            takeOther(account(State.OPEN));
        } else if (dice == 20) {
            takeOther(account(any(List.of(State.values()))));
        } else if (dice < 23) {
            takeRest();
        } else {
            takeAndSayOther(account(random.nextInt(4) == 0 ? State.CLOSED : State.OPEN));
        }
    }

    private void take(@Nullable Account account) {
        if (account != null) {
            take(account, account.amount, account.amount);
        }
    }

    private void takeOther(@Nullable Account account) {
        if (account != null && account.state != State.ABSENT) {
            var money = other(account);
            take(account, money, money);
        }
    }

    /// What makes up for an amount that was too small.
    private void takeRest() {
        var account =
                account(one ->
                        one.state == State.PAID
                                && one.taken.size() == 1
                                && one.taken() < one.amount.minor());
        if (account != null) {
            var rest =
                    new Money(account.amount.currency(), account.amount.minor() - account.taken());
            take(account, rest, rest);
        }
    }

    /// The gateway puts right later what it says now.
    private void takeAndSayOther(@Nullable Account account) {
        if (account != null) {
            var other = other(account);
            if (random.nextInt(3) > 0) {
                take(account, account.amount, other);
            } else {
                take(account, other, account.amount);
            }
        }
    }

    private void take(Account account, Money money, Money said) {
        var fact = gateway.take(account, money, said);
        note("pays " + money + ", said to be " + said + " by " + fact.transactionId(), account, 0);
        wire.say(fact);
    }

    private Money other(Account account) {
        var minor = account.amount.minor();
        var other =
                switch (random.nextInt(4)) {
                    case 0 -> 5;
                    case 1 -> minor - 1;
                    case 2 -> minor + 7;
                    default -> minor * 2;
                };
        return new Money(account.amount.currency(), other);
    }

    private void fail() {
        var account = account(State.OPEN);
        if (account != null) {
            account.state = random.nextInt(3) == 0 ? State.CLOSED : State.FAILED;
            note("failed", account, 0);
            wire.say(FakeGateway.word(account));
        }
    }

    Bug bug() {
        return bug;
    }

    People people() {
        return people;
    }

    /// One more attempt, should somebody try again.
    PaymentNo nextPayment() {
        return names.payments().get(attempts);
    }

    void attempted(Decision.Attempt attempt) {
        var payment = attempt.payment();
        gateway.expect(payment.paymentNo(), payment.orderNo(), payment.amount());
        attempts++;
    }

    @Nullable Account account(State state) {
        return account(one -> one.state == state);
    }

    @Nullable Account account(Predicate<Account> wanted) {
        Account found = null;
        var seen = 0;
        for (var account : gateway.accounts.values()) {
            if (wanted.test(account) && random.nextInt(++seen) == 0) {
                found = account;
            }
        }
        return found;
    }

    /// The storm is over: the gateway answers, nothing is lost any more, time passes, and people
    /// take back what was booked and never happened.
    void calmDown() {
        for (var round = 0; round < 6; round++) {
            wire.requeueTheDead();
            if (round == 1 || round == 3) {
                gateway.statement().forEach(wire::add);
                gateway.unheard().forEach(wire::add);
            }
            if (round == 2 || round == 4) {
                desk.putRight();
            }
            wire.drain();
            clock.now = clock.now.plus(TIME_TO_PAY);
            people.overdueAll();
            asker.workAll();
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

    void note(String what, Account account, int dice) {
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
