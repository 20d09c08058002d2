package dev.consign.bench.post;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/// Posts callbacks over one connection and takes nothing but "received" for an answer.
public final class Posting implements Crowd.Worker {
    private static final int RECEIVED = 200;

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
        if (status != RECEIVED) {
            throw new IOException("a callback was answered " + status);
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
