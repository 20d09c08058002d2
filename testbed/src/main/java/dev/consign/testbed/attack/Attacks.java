package dev.consign.testbed.attack;

import java.time.Duration;
import java.util.List;

/// All rounds, in the order in which they are run.
final class Attacks {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    static final List<Attack> ALL =
            List.of(
                    attack(
                            "roles",
                            "every route with every key but the right ones",
                            new RolesAttack()),
                    attack("bodies", "bodies that are none, or too much", new BodiesAttack()),
                    attack(
                            "parameters",
                            "unknown, repeated and malformed parameters and ids",
                            new ParametersAttack()),
                    attack("headers", "requests that are no HTTP", new HeadersAttack()),
                    attack("slow", "crowds of half-sent requests and trickles", new SlowAttack()),
                    attack(
                            "signatures",
                            "forged, stale and repeated callbacks",
                            new SignaturesAttack()),
                    attack("flood", "forged callbacks in thousands", new FloodAttack()),
                    attack(
                            "broker",
                            "oversized and forged messages, letters of strangers",
                            new BrokerAttack()),
                    attack(
                            "injection",
                            "strings that mean something to somebody, in every field",
                            new InjectionAttack()),
                    attack("csv", "names that a spreadsheet would run", new CsvAttack()));

    private Attacks() {}

    private static Attack attack(String name, String description, Attack.Round round) {
        return new Attack(name, description, LIMIT, round);
    }
}
