package dev.consign.notify.webhook.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a target and lets none through that is not on the open internet or
/// allowed by name: the other side of a webhook must not reach, through us, what only we can reach
/// (server-side request forgery).
public final class SsrfGuard {
    /// Of a name that nobody knows as of one that stands for an address of ours (issue 11, number
    /// 17).
    public static final String NOT_PUBLIC = "leads to no address that is public";

    private final Resolver resolver;
    private final AllowedTargets allowed;
    private final boolean httpAllowed;

    public SsrfGuard(Resolver resolver, AllowedTargets allowed, boolean httpAllowed) {
        this.resolver = resolver;
        this.allowed = allowed;
        this.httpAllowed = httpAllowed;
    }

    /// @return the target, whose name may stand for anything
    /// @throws UnsafeTarget when it may never be called
    public WebhookUrl target(String url) throws UnsafeTarget {
        var target = WebhookUrl.of(url);
        if (target.scheme().equals("http") && !httpAllowed) {
            throw new UnsafeTarget("is no https address");
        }
        return target;
    }

    /// @return at least one address, every one checked; these and no others may be connected to
    /// @throws UnsafeTarget when one of them may not be called
    public List<InetAddress> addresses(WebhookUrl target)
            throws UnsafeTarget, UnknownHostException {
        var addresses = List.of(resolver.resolve(target.host()));
        if (addresses.isEmpty()) {
            throw new UnknownHostException(target.host());
        }
        for (var address : addresses) {
            if (!PublicAddresses.contains(address) && !allowed.contains(target, address)) {
                throw new UnsafeTarget(NOT_PUBLIC);
            }
        }
        return addresses;
    }
}
