package dev.consign.bench.post;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Posts callbacks over one connection until they are "received": one that is answered "again" is
/// sent again after a pause, as any gateway would.
public final class Posting implements Crowd.Worker {
    private static final int RECEIVED = 200;
    private static final int AGAIN = 503;
    private static final int MOST_TRIES = 20;
    private static final long PAUSE_NANOS = 200_000_000L;

    private final HttpLine line;
    private final List<byte[]> requests;

    private Posting(HttpLine line, List<byte[]> requests) {
        this.line = line;
        this.requests = requests;
    }

    /// @param processor where they go
    /// @param requests as [CallbackWriter] wrote them; a piece of work is one of them
    /// @return a connection a thread
    public static Crowd.WorkerSource of(URI processor, List<byte[]> requests) {
        return () -> new Posting(new HttpLine(processor), requests);
    }

    @Override
    public void work(int piece) throws IOException {
        var status = line.post(requests.get(piece));
        for (var tries = 1; status == AGAIN && tries < MOST_TRIES; tries++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            status = line.post(requests.get(piece));
        }
        if (status != RECEIVED) {
            throw new IOException("a callback was answered " + status);
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
