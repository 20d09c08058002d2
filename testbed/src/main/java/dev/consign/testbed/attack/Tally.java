package dev.consign.testbed.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What became of the tries of one attack: an attack is refused, is harmless (taken for what it is,
/// a text for instance), or got through. Thread-safe.
final class Tally {
    private static final int MOST_KEPT = 10;
    private static final int LONGEST = 220;

    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger through = new AtomicInteger();
    private final List<String> examples = new ArrayList<>();

    void refused() {
        tries.incrementAndGet();
        refused.incrementAndGet();
    }

    void harmless() {
        tries.incrementAndGet();
    }

    /// @param what one line: the attack, and what happened instead of a refusal
    void through(String what) {
        tries.incrementAndGet();
        through.incrementAndGet();
        var line = what.replaceAll("\\p{Cntrl}+", " ");
        synchronized (examples) {
            if (examples.size() < MOST_KEPT) {
                examples.add(line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line);
            }
        }
    }

    /// @param what as for [#through(String)]
    void check(boolean isRefused, String what) {
        if (isRefused) {
            refused();
        } else {
            through(what);
        }
    }

    /// An answer that must be a refusal, in our own words: a problem with a status of the client's
    /// fault.
    void mustRefuse(String what, Answer answer) {
        check(answer.isRefusal(), what + ": " + answer);
    }

    /// An answer that may be anything but a failure of ours or a look at our insides.
    void mustSurvive(String what, Answer answer) {
        if (answer.status() >= 500 || answer.showsInsides()) {
            through(what + ": " + answer);
        } else if (answer.status() >= 400) {
            refused();
        } else {
            harmless();
        }
    }

    int tries() {
        return tries.get();
    }

    int refusals() {
        return refused.get();
    }

    int successes() {
        return through.get();
    }

    /// The first of those that got through.
    List<String> examples() {
        synchronized (examples) {
            return List.copyOf(examples);
        }
    }
}
