package dev.consign.processor.order;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.id.IdSource;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.outbox.Outbox;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.Transactions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

class ScratchBenchTest {
    @Test
    void measure() throws Exception {
        var path = new MoneyPath();
        var clock = InstantSource.system();
        HikariDataSource pool =
                DatabasePool.open(
                        new DatabaseSettings(
                                path.database().jdbcUrl(),
                                path.database().user(),
                                path.database().password(),
                                1,
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(4)));
        var ids = IdSource.secure(clock);
        var batches = new JdbcTemplate(pool);
        var door =
                new OrderConfiguration()
                        .door(
                                new Transactions(new JdbcTransactionManager(pool), new Random()),
                                clock,
                                batches,
                                ids,
                                new Outbox(batches, ids, clock));
        var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (var r = 0; r < 8; r++) {
            var work = new ArrayList<List<PaymentFact>>();
            for (var b = 0; b < 40; b++) {
                var facts = new ArrayList<PaymentFact>();
                path.orders(68, ItemKind.ASSET_CREDIT)
                        .forEach(o -> facts.add(o.fact(FactKind.PAID, FactSource.CALLBACK)));
                path.orders(68, ItemKind.CARD_KEY)
                        .forEach(o -> facts.add(o.fact(FactKind.PAID, FactSource.CALLBACK)));
                facts.addAll(facts.subList(0, 60));
                work.add(facts);
            }
            long n = 0;
            long cpu = bean.getCurrentThreadCpuTime();
            long alloc = bean.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            for (var facts : work) {
                door.judge(facts);
                n += facts.size();
            }
            System.out.printf(
                    "SCRATCH round %d: cpu %.1f us/fact, wall %.1f us/fact, alloc %d B/fact%n",
                    r,
                    (bean.getCurrentThreadCpuTime() - cpu) / 1e3 / n,
                    (System.nanoTime() - start) / 1e3 / n,
                    (bean.getCurrentThreadAllocatedBytes() - alloc) / n);
        }
        path.close();
    }
}
