package dev.consign.platform.access;

import dev.consign.net.Loopback;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.util.NetMask;
import org.jspecify.annotations.Nullable;

/// How a request came to us.
///
/// @param client the address of whoever sent it, as far as it is known from somebody we believe
/// @param unread whether nobody could read it on its way: encrypted, or never left this machine, or
///   brought by a proxy that took TLS off
/// @param fromThisMachine whether it was sent on this very machine, straight to us
record Arrival(String client, boolean unread, boolean fromThisMachine) {
    /// @param peer the address at the other end of the connection
    /// @param encrypted whether the connection is
    /// @param said what the request says of its way
    /// @param proxies whose word counts
    static Arrival of(String peer, boolean encrypted, Said said, List<NetMask> proxies) {
        if (contains(proxies, peer)) {
            var plain = encrypted || !"http".equals(said.proto());
            return new Arrival(client(said.forwardedFor(), proxies).orElse(peer), plain, false);
        }
        var here = Loopback.contains(peer);
        // Nobody but a proxy says such things; one that was not declared is not believed, and what
        // it brings was sent elsewhere.
        return new Arrival(peer, encrypted || here, here && said.nothing());
    }

    /// Each proxy adds at the end whom it had it from: the last one that is none of ours is the
    /// client, and whatever stands before that is only what the client says.
    private static Optional<String> client(@Nullable String chain, List<NetMask> proxies) {
        if (chain == null) {
            return Optional.empty();
        }
        return List.of(chain.split(",", -1)).reversed().stream()
                .map(String::strip)
                .filter(one -> !contains(proxies, one))
                .findFirst()
                .filter(one -> literal(one).isPresent());
    }

    private static boolean contains(List<NetMask> masks, String address) {
        return !masks.isEmpty()
                && literal(address)
                        .filter(one -> masks.stream().anyMatch(mask -> mask.matches(one)))
                        .isPresent();
    }

    private static Optional<InetAddress> literal(String address) {
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The headers in which proxies say for whom they ask; null where there is none.
    ///
    /// @param forwardedFor `X-Forwarded-For`, all its lines joined
    /// @param proto `X-Forwarded-Proto`
    /// @param forwarded `Forwarded`, which is noticed and not read
    record Said(@Nullable String forwardedFor, @Nullable String proto, @Nullable String forwarded) {
        static final Said NOTHING = new Said(null, null, null);

        boolean nothing() {
            return forwardedFor == null && proto == null && forwarded == null;
        }
    }
}
