package dev.consign.processor.security;

import java.util.Arrays;

/// What counts as one address: of IPv6 the network of 64 bits, since whoever has one of its
/// addresses has them all.
final class Address {
    private static final int NETWORK_GROUPS = 4;

    private Address() {}

    /// @param address as the server writes it, an IPv6 one with all its groups
    static String of(String address) {
        var groups = address.split(":", -1);
        return groups.length <= NETWORK_GROUPS
                ? address
                : String.join(":", Arrays.copyOf(groups, NETWORK_GROUPS));
    }
}
