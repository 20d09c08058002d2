package dev.consign.processor.shop.catalogue;

import dev.consign.id.ItemId;
import dev.consign.money.Money;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Changes what an item is called and sold for, and whether it can be ordered. An order has its own
/// copy of price, units and commission from the moment it is placed, so nothing here touches one.
///
/// Locks the item's row and nothing else, and whoever places an order only reads it: no order waits
/// for a change.
@Component
final class Offers {
    private static final String LOCK =
            """
            SELECT title, currency, price_minor, withdrawn_at FROM item
             WHERE item_id = :item
               FOR UPDATE
            """;

    private static final String CHANGE =
            """
            UPDATE item SET title = :title, currency = :currency, price_minor = :minor
             WHERE item_id = :item -- locked above
            """;

    private static final String WITHDRAW =
            """
            UPDATE item SET withdrawn_at = :at
             WHERE item_id = :item
               AND withdrawn_at IS NULL -- the first time counts
            """;

    private static final String RESTORE =
            """
            UPDATE item SET withdrawn_at = NULL
             WHERE item_id = :item
               AND withdrawn_at IS NOT NULL -- what is on sale stays so
            """;

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Audit audit;
    private final InstantSource clock;

    Offers(JdbcClient jdbc, Transactions transactions, Audit audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /// What is null stays as it is; so does everything, without a line in the audit, when nothing
    /// differs.
    ///
    /// @param actor who changes it
    /// @throws Refused when there is no such item
    void change(ItemId item, @Nullable String title, @Nullable Money price, String actor) {
        transactions.run(() -> {
            var old = lock(item);
            var next =
                    new Offer(
                            title == null ? old.title() : title,
                            price == null ? old.price() : price,
                            old.status());
            if (next.equals(old)) {
                return;
            }
            one(
                    jdbc.sql(CHANGE)
                            .param("title", next.title())
                            .param("currency", next.price().currency().getCurrencyCode())
                            .param("minor", next.price().minor())
                            .param("item", item.value())
                            .update());
            if (!next.price().equals(old.price())) {
                audit.write(
                        actor,
                        "ITEM_PRICE",
                        item.value(),
                        "sold for %s, before for %s".formatted(next.price(), old.price()),
                        old.price().toString(),
                        next.price().toString());
            }
            if (!next.title().equals(old.title())) {
                audit.write(
                        actor,
                        "ITEM_RENAME",
                        item.value(),
                        "called %s, before %s".formatted(next.title(), old.title()));
            }
        });
    }

    /// Nobody can order it from then on; a second time changes nothing.
    ///
    /// @param reason in the person's own words
    /// @throws Refused when there is no such item
    void withdraw(ItemId item, String reason, String actor) {
        move(item, ItemStatus.WITHDRAWN, reason, actor);
    }

    /// The same the other way.
    void restore(ItemId item, String reason, String actor) {
        move(item, ItemStatus.ON_SALE, reason, actor);
    }

    private void move(ItemId item, ItemStatus to, String reason, String actor) {
        transactions.run(() -> {
            var from = lock(item).status();
            if (from == to) {
                return;
            }
            switch (to) {
                case WITHDRAWN ->
                        one(
                                jdbc.sql(WITHDRAW)
                                        .param("at", Utc.column(clock.instant()))
                                        .param("item", item.value())
                                        .update());
                case ON_SALE -> one(jdbc.sql(RESTORE).param("item", item.value()).update());
            }
            audit.write(actor, action(to), item.value(), reason, from.name(), to.name());
        });
    }

    private static String action(ItemStatus to) {
        return switch (to) {
            case WITHDRAWN -> "ITEM_WITHDRAW";
            case ON_SALE -> "ITEM_RESTORE";
        };
    }

    private Offer lock(ItemId item) {
        return jdbc.sql(LOCK)
                .param("item", item.value())
                .query((row, _) ->
                        new Offer(
                                row.getString("title"),
                                Money.of(row.getString("currency"), row.getLong("price_minor")),
                                ItemStatus.since(row.getObject("withdrawn_at"))))
                .optional()
                .orElseThrow(() -> new Refused(new NotFound("item " + item)));
    }

    private static void one(int rows) {
        InvariantViolation.expect("rows of one item", 1, rows);
    }

    private record Offer(String title, Money price, ItemStatus status) {}
}
