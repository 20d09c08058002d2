package dev.consign.platform.http;

import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/// HTTP as Tomcat speaks it, with a watch over those who are slow; public because Tomcat makes it
/// by its name. Tomcat's own time-outs begin anew with each byte.
public final class BoundedProtocol extends Http11NioProtocol {
    private final Endpoint endpoint;
    private @Nullable Supplier<SlowClients> watches;
    private @Nullable SlowClients watch;

    /// Made by Tomcat.
    public BoundedProtocol() {
        this(new Endpoint());
    }

    private BoundedProtocol(Endpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /// Before it is started.
    void endSlowClients(HttpBounds bounds, Services services) {
        watches = () -> new SlowClients(bounds, services, endpoint::open);
    }

    @Override
    public void start() throws Exception {
        super.start();
        if (watches != null) {
            watch = watches.get();
            watch.start();
        }
    }

    @Override
    public void stop() throws Exception {
        if (watch != null) {
            watch.close();
        }
        super.stop();
    }

    /// An open connection.
    ///
    /// @param socket its own: what Tomcat wraps around it is used again for another
    /// @param wrapper what Tomcat knows about it
    record Open(SocketChannel socket, SocketWrapperBase<NioChannel> wrapper) {}

    private static final class Endpoint extends NioEndpoint {
        List<Open> open() {
            var all = new ArrayList<Open>(connections.size());
            connections.forEach((socket, wrapper) -> all.add(new Open(socket, wrapper)));
            return all;
        }
    }
}
