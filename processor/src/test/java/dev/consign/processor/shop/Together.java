package dev.consign.processor.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Callers who all start at once.
final class Together {
    private Together() {}

    static <T> List<T> run(int count, IntFunction<Callable<T>> work) throws Exception {
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures =
                    IntStream.range(0, count)
                            .mapToObj(i ->
                                    threads.submit(() -> {
                                        go.await();
                                        return work.apply(i).call();
                                    }))
                            .toList();
            go.countDown();
            var results = new ArrayList<T>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
