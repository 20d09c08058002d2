package dev.consign.testkit.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Forwards TCP connections unchanged until it is told to be the network on a bad day; what it did
/// to one connection it did to both of its ends.
public final class FaultProxy implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final long CHECK_NANOS = 5_000_000L;
    private static final int CONNECT_MS = 5_000;

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile boolean refusing;
    private volatile boolean frozen;
    private volatile long delayNanos;

    private FaultProxy(ServerSocket listener, InetSocketAddress target) {
        this.listener = listener;
        this.target = target;
    }

    /// @param targetPort on the loopback address
    /// @return a proxy that listens on a free port of the loopback address
    public static FaultProxy to(int targetPort) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        var listener = new ServerSocket(0, 50, loopback);
        var proxy = new FaultProxy(listener, new InetSocketAddress(loopback, targetPort));
        Thread.ofVirtual().name("proxy-accept").start(proxy::acceptAll);
        return proxy;
    }

    /// @return where clients connect
    public int port() {
        return listener.getLocalPort();
    }

    /// Resets all connections, as a firewall or a crashed host does. New ones are still accepted.
    public void cut() {
        for (var socket : sockets) {
            reset(socket);
        }
    }

    /// From now on new connections are reset at once.
    public void refuse() {
        refusing = true;
    }

    /// From now on new connections are forwarded again.
    public void accept() {
        refusing = false;
    }

    /// From now on no byte passes in either direction, yet nobody is told: a half-open connection.
    public void freeze() {
        frozen = true;
    }

    /// From now on bytes pass again, those held back first.
    public void thaw() {
        frozen = false;
    }

    /// @param pause how much later every piece of data arrives; zero for none
    public void delay(Duration pause) {
        delayNanos = pause.toNanos();
    }

    private void acceptAll() {
        while (!closed) {
            try {
                var client = listener.accept();
                if (refusing) {
                    reset(client);
                } else {
                    Thread.ofVirtual().name("proxy-connect").start(() -> forward(client));
                }
            } catch (IOException _) {
                // The listener was closed; the loop sees it.
            }
        }
    }

    private void forward(Socket client) {
        var server = new Socket();
        sockets.add(client);
        sockets.add(server);
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, CONNECT_MS);
        } catch (IOException _) {
            reset(client);
            reset(server);
            return;
        }
        Thread.ofVirtual().name("proxy-up").start(() -> pump(client, server));
        Thread.ofVirtual().name("proxy-down").start(() -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        var buffer = new byte[BUFFER];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                hold(from);
                out.write(buffer, 0, count);
            }
            hold(from);
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                reset(from);
                reset(to);
            }
        } catch (IOException _) {
            reset(from);
            reset(to);
        }
    }

    private void hold(Socket from) {
        if (delayNanos > 0) {
            LockSupport.parkNanos(delayNanos);
        }
        while (frozen && !from.isClosed()) {
            LockSupport.parkNanos(CHECK_NANOS);
        }
    }

    /// Without lingering a close throws away what is unsent and resets the peer.
    private void reset(Socket socket) {
        sockets.remove(socket);
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // It was gone already.
        }
    }

    /// Resets all connections and stops listening.
    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        cut();
    }
}
