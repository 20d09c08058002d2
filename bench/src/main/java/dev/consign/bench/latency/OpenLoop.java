package dev.consign.bench.latency;

import dev.consign.bench.post.Crowd;
import dev.consign.bench.post.HttpLine;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Posts each callback when it is due and not when the one before it was answered. One that is late
/// because all connections wait for answers stays due when it was: nothing is left out (coordinated
/// omission).
final class OpenLoop implements Crowd.Worker {
    private static final int RECEIVED = 200;

    private final HttpLine line;
    private final List<byte[]> requests;
    private final Arrivals arrivals;

    private OpenLoop(HttpLine line, List<byte[]> requests, Arrivals arrivals) {
        this.line = line;
        this.requests = requests;
        this.arrivals = arrivals;
    }

    static Crowd.WorkerSource of(URI processor, List<byte[]> requests, Arrivals arrivals) {
        return () -> new OpenLoop(new HttpLine(processor), requests, arrivals);
    }

    @Override
    public void work(int piece) throws IOException {
        var early = arrivals.due(piece) - System.nanoTime();
        while (early > 0) {
            LockSupport.parkNanos(early);
            early = arrivals.due(piece) - System.nanoTime();
        }
        var status = line.post(requests.get(piece));
        if (status != RECEIVED) {
            throw new IOException("a callback was answered " + status);
        }
        arrivals.answered(piece, System.nanoTime());
    }

    @Override
    public void close() {
        line.close();
    }
}
