package dev.consign.notify.webhook.address;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// Which addresses lie on the open internet. IPv4 is open but for what IANA's special-purpose
/// registry lists; IPv6 is closed but for global unicast, and of that but for what leads back to
/// IPv4 or nowhere. Cloud metadata services (169.254.169.254, fd00:ec2::254) are closed with their
/// ranges.
final class PublicAddresses {
    private static final List<CidrBlock> CLOSED_4 =
            blocks(
                    "0.0.0.0/8", // this host
                    "10.0.0.0/8", // RFC 1918
                    "100.64.0.0/10", // carriers' own
                    "127.0.0.0/8", // loopback
                    "169.254.0.0/16", // link-local, metadata
                    "172.16.0.0/12", // RFC 1918
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // RFC 1918
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4"); // reserved, broadcast

    private static final CidrBlock OPEN_6 = CidrBlock.of("2000::/3");

    private static final List<CidrBlock> CLOSED_6 =
            blocks(
                    "2001::/23", // protocol assignments, Teredo
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4: an IPv4 address inside
                    "3fff::/20"); // documentation

    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        return address.getAddress().length == 4
                ? CLOSED_4.stream().noneMatch(block -> block.contains(address))
                : OPEN_6.contains(address)
                        && CLOSED_6.stream().noneMatch(block -> block.contains(address));
    }

    private static List<CidrBlock> blocks(String... texts) {
        return Stream.of(texts).map(CidrBlock::of).toList();
    }
}
