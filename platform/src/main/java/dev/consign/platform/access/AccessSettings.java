package dev.consign.platform.access;

import dev.consign.sql.RefusedToStart;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.catalina.util.NetMask;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Who stands between us and our callers, and who may look behind the API (issue 11, number 14).
///
/// @param proxies addresses, or ranges such as 10.1.2.0/24, of those who take TLS off before us;
///   nobody else's word about a client is believed. None when nothing is set
/// @param managementKey for metrics, health in detail and the description of the API, wherever the
///   caller is not on this machine; without one nobody else sees them
@ConfigurationProperties("consign.access")
public record AccessSettings(List<String> proxies, @Nullable String managementKey) {
    private static final int SHORTEST = 24;
    private static final Pattern FOUR_NUMBERS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    /// @throws RefusedToStart naming what cannot be read, or a key that is too short
    public AccessSettings(@Nullable List<String> proxies, @Nullable String managementKey) {
        this.proxies = proxies == null ? List.of() : List.copyOf(proxies);
        this.managementKey =
                managementKey == null || managementKey.isEmpty() ? null : managementKey;
        for (var proxy : this.proxies) {
            mask(proxy);
        }
        if (this.managementKey != null
                && (this.managementKey.length() < SHORTEST
                        || !this.managementKey.chars().allMatch(one -> one > ' ' && one < 0x7f))) {
            throw new RefusedToStart(
                    "CONSIGN_MANAGEMENT_KEY must have at least %d characters, printable ASCII without spaces"
                            .formatted(SHORTEST));
        }
    }

    Optional<String> key() {
        return Optional.ofNullable(managementKey);
    }

    List<NetMask> masks() {
        return proxies.stream().map(AccessSettings::mask).toList();
    }

    private static NetMask mask(String text) {
        try {
            var bare = text.strip();
            var address = bare.replaceFirst("/.*", "");
            // No names: who answers for one today may be another tomorrow. Nor 10.1, which is an
            // address to Java.
            if (!address.contains(":") && !FOUR_NUMBERS.matcher(address).matches()) {
                throw new IllegalArgumentException(address);
            }
            var _ = InetAddress.ofLiteral(address);
            return new NetMask(bare);
        } catch (IllegalArgumentException _) {
            throw new RefusedToStart(
                    "CONSIGN_PROXIES takes addresses and ranges such as 10.1.2.0/24, not " + text);
        }
    }

    /// Without the key: this may be logged.
    @Override
    public String toString() {
        return "AccessSettings[proxies=%s, managementKey=%s]"
                .formatted(proxies, managementKey == null ? "none" : "***");
    }
}
