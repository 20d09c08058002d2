package dev.consign.broker;

import java.util.Optional;
import java.util.regex.Pattern;

/// Knows the versions of Artemis whose sessions can be taken over without a log-in by whoever
/// reaches the port: 2.50 to 2.56, mended in 2.57.0 (issue 11, number 3). Mutual TLS keeps
/// strangers out before they can try.
final class KnownHole {
    private static final Pattern VERSION = Pattern.compile("2\\.(?<minor>[0-9]{1,3})(?:[^0-9].*)?");
    private static final int FIRST = 50;
    private static final int LAST = 56;

    private KnownHole() {}

    /// @param version as Artemis names its own
    /// @return what to do about it, going on from "the broker"; empty when it is not affected, or
    ///   no version
    static Optional<String> in(String version) {
        var match = VERSION.matcher(version);
        if (!match.matches()) {
            return Optional.empty();
        }
        var minor = Integer.parseInt(match.group("minor"));
        return minor < FIRST || minor > LAST
                ? Optional.empty()
                : Optional.of(
                        "is Artemis %s, whose sessions can be taken over without a log-in by whoever reaches its port: take 2.57.0 or later, and until then let nobody reach it who has no certificate of yours (docs/operation.md, \"TLS\")"
                                .formatted(version));
    }
}
