package dev.consign.engine.expiry;

import dev.consign.engine.Actor;
import dev.consign.engine.OrderProcessor;
import dev.consign.id.OrderNo;
import dev.consign.order.Command;
import dev.consign.order.CommandRules;
import dev.consign.platform.worker.PeriodicWork;
import dev.consign.platform.worker.TurnResult;
import dev.consign.sql.DatabaseDown;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Shows to a person every order whose time is over and whose payment nobody could close, and keeps
/// its stock reserved meanwhile: it may be paid (incidents I4, I8). Nothing stays in PROCESSING in
/// silence.
@Component
final class OverdueOrders implements PeriodicWork {
    private static final Logger LOG = LoggerFactory.getLogger(OverdueOrders.class);

    private static final String FIND =
            """
            SELECT order_no FROM orders
             WHERE status IN (:statuses)
               AND expires_at <= :before
             ORDER BY status, expires_at LIMIT :most
            """;

    private final OrderProcessor processor;
    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final OverdueSettings settings;

    OverdueOrders(
            OrderProcessor processor,
            Transactions transactions,
            JdbcClient jdbc,
            InstantSource clock,
            OverdueSettings settings) {
        this.processor = processor;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "overdue-orders";
    }

    @Override
    public Duration every() {
        return settings.every();
    }

    /// Looks at those whose time has been over for longest.
    @Override
    public TurnResult slice() {
        // One transaction each: a callback that is being processed is waited for, not fought with.
        find(clock.instant().minus(settings.after())).forEach(this::review);
        return TurnResult.NOTHING;
    }

    private List<OrderNo> find(Instant before) {
        return transactions.call(() ->
                jdbc.sql(FIND)
                        .param(
                                "statuses",
                                CommandRules.MAY_BE_OVERDUE.stream().map(Enum::name).toList())
                        .param("before", Utc.column(before))
                        .param("most", settings.batchSize())
                        .query((row, _) -> new OrderNo(row.getString("order_no")))
                        .list());
    }

    private void review(OrderNo orderNo) {
        var why =
                "its time to pay ended more than %s ago, and the gateway has not confirmed that its payment is closed"
                        .formatted(settings.after());
        try {
            transactions.run(() ->
                    processor.carryOut(
                            new Command.Overdue(orderNo), new Actor("CLOCK", "processor", why)));
        } catch (DatabaseDown e) {
            throw e;
        } catch (RuntimeException e) {
            // Those behind it must not wait for it.
            LOG.error("overdue order {} could not be shown to anybody", orderNo, e);
        }
    }
}
