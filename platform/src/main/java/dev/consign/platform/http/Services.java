package dev.consign.platform.http;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/// Which connections are being served, and since when. Thread-safe.
final class Services {
    private final Map<String, Service> byConnection = new ConcurrentHashMap<>();

    Service begin(Request request) {
        var service = new Service(request);
        byConnection.put(request.getServletConnection().getConnectionId(), service);
        return service;
    }

    /// The last one of a connection, over or not.
    Optional<Service> of(String connection) {
        return Optional.ofNullable(byConnection.get(connection));
    }

    /// Forgets the connections that are no more.
    void keepOnly(Set<String> connections) {
        byConnection
                .entrySet()
                .removeIf(known ->
                        known.getValue().isOver() && !connections.contains(known.getKey()));
    }

    /// Why a request was not waited for to its end.
    enum CutOff {
        /// Its time was over.
        TOO_SLOW,
        /// There were nearly as many connections as may be, and it was among those that had kept us
        /// waiting longest.
        CROWDED
    }

    /// One request, from its headers to its answer.
    static final class Service {
        private static final String NAME = Service.class.getName();

        private volatile @Nullable Request request;
        private final long announced;
        private final long began = System.nanoTime();
        private volatile long ended;
        private volatile boolean over;
        private volatile boolean unread;
        private volatile @Nullable CutOff cutOff;

        private Service(Request request) {
            this.request = request;
            this.announced = announced(request);
            request.setAttribute(NAME, this);
        }

        /// Requests that Tomcat has refused come by as well, with lengths that are none.
        private static long announced(Request request) {
            try {
                return Math.max(0, request.getContentLengthLong());
            } catch (IllegalArgumentException _) {
                return 0;
            }
        }

        /// Why the body of a request ended before its end, when that was our doing.
        static Optional<CutOff> cutOff(Request request) {
            return request.getAttribute(NAME) instanceof Service service
                    ? Optional.ofNullable(service.cutOff)
                    : Optional.empty();
        }

        /// Before its input is closed, so that who meets the end of it knows.
        void cutOff(CutOff why) {
            cutOff = why;
        }

        /// On the scale of [System#nanoTime()].
        long began() {
            return began;
        }

        /// On the same scale; means nothing before it is over.
        long ended() {
            return ended;
        }

        boolean isOver() {
            return over;
        }

        /// In bytes, 0 when the request did not say.
        long announced() {
            return announced;
        }

        /// Whether the client owes us a part of the body.
        boolean isBodyMissing() {
            return over ? unread : !isBodyWhole();
        }

        void end() {
            unread = !isBodyWhole();
            ended = System.nanoTime();
            over = true;
            // Tomcat uses it for another connection now.
            request = null;
        }

        /// Tomcat looks at two flags of its own and reads nothing.
        private boolean isBodyWhole() {
            var served = request;
            var whole = new AtomicBoolean(true);
            if (served != null) {
                served.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, whole);
            }
            return whole.get();
        }
    }
}
