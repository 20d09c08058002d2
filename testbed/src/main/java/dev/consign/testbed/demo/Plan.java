package dev.consign.testbed.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// What happens to each order of the day, decided beforehand from a seed.
///
/// @param fate what the gateway does with it
/// @param callbacks how often it posts the same callback
/// @param delayMillis how late it posts
/// @param outOfOrder whether a "pending" comes after the "paid"
record Plan(Fate fate, int callbacks, int delayMillis, boolean outOfOrder) {
    /// The days' orders, shuffled.
    static List<Plan> day(int orders, Random random) {
        var plans = new ArrayList<Plan>();
        add(plans, Fate.OVERTAKES, 15, random);
        add(plans, Fate.LOST, orders / 12, random);
        add(plans, Fate.WRONG_AMOUNT, 5, random);
        add(plans, Fate.FAILS, 8, random);
        add(plans, Fate.NEVER_PAID, 7, random);
        add(plans, Fate.PAID_LATE, 5, random);
        add(plans, Fate.PAID_TWICE, 4, random);
        add(plans, Fate.PAID, orders - plans.size(), random);
        // Those that overtake their commit come first: the gateway is told to be that fast, and
        // then
        // not to be any more.
        Collections.shuffle(plans.subList(15, plans.size()), random);
        return plans;
    }

    private static void add(List<Plan> plans, Fate fate, int count, Random random) {
        for (var i = 0; i < count; i++) {
            plans.add(
                    new Plan(
                            fate,
                            random.nextInt(2, 6),
                            random.nextInt(400),
                            random.nextInt(6) == 0));
        }
    }

    /// Whether the buyer gets the goods in the end.
    boolean isDelivered() {
        return switch (fate) {
            case PAID, OVERTAKES, LOST, WRONG_AMOUNT, PAID_LATE, PAID_TWICE -> true;
            case FAILS, NEVER_PAID -> false;
        };
    }

    /// What the gateway does.
    enum Fate {
        /// Posts its callback two to five times, some of it out of order.
        PAID,
        /// Posts before the shop has even got its answer to the order.
        OVERTAKES,
        /// Never posts: only asking finds it.
        LOST,
        /// Posts a wrong amount; asked, it tells the right one.
        WRONG_AMOUNT,
        /// Refuses the payment.
        FAILS,
        /// The buyer walks away.
        NEVER_PAID,
        /// The buyer pays after the order has expired; the goods are still there.
        PAID_LATE,
        /// The buyer pays two attempts of one order.
        PAID_TWICE
    }
}
