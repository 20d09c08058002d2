package dev.consign.notify.webhook.address;

import java.net.InetAddress;

/// A range of addresses in CIDR notation.
final class CidrBlock {
    private final byte[] network;
    private final int bits;

    private CidrBlock(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /// @throws IllegalArgumentException when it is no address, slash and number of bits
    static CidrBlock of(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(text + " is no range of addresses");
        }
        var literal = InetAddress.ofLiteral(text.substring(0, slash));
        var network = literal.getAddress();
        var bits = Integer.parseInt(text.substring(slash + 1));
        // Java, too, reads 10.0.1 as 10.0.0.1.
        var odd = network.length == 4 && !text.startsWith(literal.getHostAddress() + "/");
        if (odd || bits < 0 || bits > network.length * Byte.SIZE) {
            throw new IllegalArgumentException(text + " is no range of addresses");
        }
        return new CidrBlock(network, bits);
    }

    boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (var bit = 0; bit < bits; bit++) {
            var mask = 0x80 >> bit % Byte.SIZE;
            if (((bytes[bit / Byte.SIZE] ^ network[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
