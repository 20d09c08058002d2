package dev.consign.testbed.sandbox.callback;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what became of callbacks since this process started; `pending` covers former runs too.
public final class CallbackStats {
    private final AtomicLong posted = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong abandoned = new AtomicLong();
    private final AtomicLong pending = new AtomicLong();
    private final Map<String, AtomicLong> answers = new ConcurrentSkipListMap<>();

    void ordered() {
        pending.incrementAndGet();
    }

    void posted() {
        posted.incrementAndGet();
    }

    /// @param answer the HTTP status, or `none`
    void answered(String answer, boolean isAccepted) {
        (isAccepted ? accepted : refused).incrementAndGet();
        answers.computeIfAbsent(answer, _ -> new AtomicLong()).incrementAndGet();
    }

    void ended(boolean isAccepted) {
        pending.decrementAndGet();
        if (!isAccepted) {
            abandoned.incrementAndGet();
        }
    }

    public Map<String, Object> snapshot() {
        var result = new TreeMap<String, Object>();
        result.put("posted", posted.get());
        result.put("accepted", accepted.get());
        result.put("refused", refused.get());
        result.put("abandoned", abandoned.get());
        result.put("pending", pending.get());
        result.put("answers", new TreeMap<>(answers));
        return result;
    }
}
