package dev.consign.notify.webhook.address;

import dev.consign.sql.RefusedToStart;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Targets that an operator allows though their addresses are not public: `host:port` as it stands
/// in the url, or a range of addresses.
public final class AllowedTargets {
    private final Set<String> authorities = new HashSet<>();
    private final List<CidrBlock> blocks = new ArrayList<>();

    /// @throws RefusedToStart when one is neither
    public AllowedTargets(List<String> texts) {
        for (var text : texts) {
            try {
                if (text.contains("/")) {
                    blocks.add(CidrBlock.of(text.strip()));
                } else {
                    authorities.add(
                            WebhookUrl.of("http://" + text.strip().toLowerCase(Locale.ROOT))
                                    .authority());
                }
            } catch (IllegalArgumentException | UnsafeTarget _) {
                throw new RefusedToStart(
                        "consign.notifications.allowed-private-targets takes host:port and ranges"
                                + " such as 10.1.2.0/24, not "
                                + text);
            }
        }
    }

    boolean contains(WebhookUrl target, InetAddress address) {
        return authorities.contains(target.authority())
                || blocks.stream().anyMatch(block -> block.contains(address));
    }
}
