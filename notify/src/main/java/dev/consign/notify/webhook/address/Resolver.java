package dev.consign.notify.webhook.address;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Says which addresses a name stands for. It may say something else the next time: that is why
/// what it says is checked and connected to without asking again.
@FunctionalInterface
public interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
}
