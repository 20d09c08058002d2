package dev.consign.platform.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

@Timeout(30)
class SummedLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(SummedLogTest.class);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    lines.add(event.getLevel() + " " + event.getFormattedMessage());
                }
            };
    private final SummedLog log = new SummedLog(logger, Level.WARN, "callbacks");

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(appender);
    }

    @Test
    void a_flood_is_a_line_a_second_and_reason() {
        var end = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
        var added = 0;
        while (System.nanoTime() < end) {
            log.add(added++ % 2 == 0 ? "no signature" : "too old");
        }
        var all = added;
        await().untilAsserted(() ->
                assertThat(lines.stream().mapToLong(SummedLogTest::count).sum()).isEqualTo(all));
        assertThat(lines).hasSizeBetween(2, 8);
        assertThat(lines).allMatch(line -> line.startsWith("WARN callbacks: "));
    }

    @Test
    void what_happens_once_is_said_too() {
        log.add("too old");
        await().untilAsserted(() ->
                assertThat(lines).containsExactly("WARN callbacks: too old (1 in a second)"));
        log.add("too old");
        await().until(() -> lines.size() == 2);
    }

    @Test
    void reasons_without_number_fill_nothing() {
        for (var i = 0; i < 100_000; i++) {
            log.add("reason " + i);
        }
        await().until(() -> lines.stream().mapToLong(SummedLogTest::count).sum() == 100_000);
        assertThat(lines).hasSizeLessThan(100);
    }

    private static long count(String line) {
        return Long.parseLong(line.replaceFirst(".*\\((\\d+) in a second\\)", "$1"));
    }
}
