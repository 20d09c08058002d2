package dev.consign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.FactCodec;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What one fact may allocate on its way. Bytes do not depend on how busy the machine is, so they
/// can be bounded in a test: the JVM counts them for the thread that does the work. The least of
/// several rounds is taken, once the code is warm; the bounds leave half as much again.
class AllocationTest {
    private static final int BATCH = 200;
    private static final int ROUNDS = 10;
    private static final long KIBIBYTE = 1024;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void reading_a_message_allocates_no_more_than_4_KiB() {
        var bodies = new ArrayList<String>();
        try (var path = new MoneyPath()) {
            facts(path).forEach(fact -> bodies.add(FactCodec.encode(fact)));
        }
        // 2.6 KiB were measured.
        assertThat(leastPerFact(() -> bodies, AllocationTest::read)).isBetween(1L, 4 * KIBIBYTE);
    }

    @Test
    void processing_and_writing_a_fact_allocates_no_more_than_100_KiB() {
        try (var path = new MoneyPath()) {
            var processor = path.processor();
            // 67 KiB were measured, most of them the driver's.
            assertThat(leastPerFact(() -> facts(path), processor::process))
                    .isBetween(1L, 100 * KIBIBYTE);
        }
    }

    /// Half of them pay for assets, half for card keys.
    private static List<PaymentFact> facts(MoneyPath path) {
        var orders = new ArrayList<>(path.orders(BATCH / 2, ItemKind.ASSET_CREDIT));
        orders.addAll(path.orders(BATCH / 2, ItemKind.CARD_KEY));
        return orders.stream()
                .map(order -> order.fact(FactKind.PAID, FactSource.CALLBACK))
                .toList();
    }

    private static void read(List<String> bodies) {
        for (var body : bodies) {
            if (!(FactCodec.decode(body) instanceof DecodedFact.Fact)) {
                throw new AssertionError(body);
            }
        }
    }

    private static <T> long leastPerFact(Supplier<List<T>> batches, Consumer<List<T>> work) {
        var least = Long.MAX_VALUE;
        for (var round = 0; round < ROUNDS; round++) {
            var batch = batches.get();
            var before = THREADS.getCurrentThreadAllocatedBytes();
            work.accept(batch);
            var bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            least = Math.min(least, bytes / batch.size());
        }
        return least;
    }
}
