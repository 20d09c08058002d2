package dev.consign.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Passes bytes both ways until told to swallow the broker's answers, as a broker that hangs does
/// after it has stored a message.
final class HangingProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();
    private volatile boolean muteNew;

    HangingProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    /// Connections open now never hear from the broker again; later ones do.
    void muteOpenConnections() {
        pairs.forEach(p -> p.mute = true);
    }

    void muteAll() {
        muteNew = true;
        muteOpenConnections();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var pair =
                        new Pair(
                                server.accept(),
                                new Socket(InetAddress.getLoopbackAddress(), target));
                pair.mute = muteNew;
                pairs.add(pair);
                Thread.ofVirtual().start(() -> pair.pump(pair.client, pair.broker, false));
                Thread.ofVirtual().start(() -> pair.pump(pair.broker, pair.client, true));
            } catch (IOException e) {
                // Closed, or the broker is gone: the client sees its connection end.
            }
        }
    }

    private static final class Pair {
        final Socket client;
        final Socket broker;
        volatile boolean mute;

        Pair(Socket client, Socket broker) {
            this.client = client;
            this.broker = broker;
        }

        void pump(Socket from, Socket to, boolean answers) {
            var buffer = new byte[8192];
            try (from;
                    to) {
                for (var n = from.getInputStream().read(buffer);
                        n >= 0;
                        n = from.getInputStream().read(buffer)) {
                    if (!(answers && mute)) {
                        to.getOutputStream().write(buffer, 0, n);
                    }
                }
            } catch (IOException e) {
                // One side has gone; closing both tells the other.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var pair : pairs) {
            pair.client.close();
            pair.broker.close();
        }
    }
}
