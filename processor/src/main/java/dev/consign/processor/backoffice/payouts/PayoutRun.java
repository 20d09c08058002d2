package dev.consign.processor.backoffice.payouts;

import dev.consign.engine.payout.PayoutWrites;
import dev.consign.engine.payout.PayoutWrites.Left;
import dev.consign.engine.payout.PayoutWrites.PayoutOrder;
import dev.consign.engine.payout.PayoutWrites.Standing;
import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.money.Money;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.backoffice.approvals.NeedsSecondPerson;
import dev.consign.processor.backoffice.payouts.PayoutLimit.Word;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Goes through the consignors page by page and pays each in a transaction of its own: no lock is
/// held for long, memory does not grow with their number, and a run that dies has paid whom it has
/// paid; the next one pays the others.
@Component
final class PayoutRun {
    /// A page is paid well within the lease of an Idempotency-Key.
    private static final int CONSIGNORS = 100;

    private static final String PAGE =
            """
            SELECT consignor_id FROM consignor
             WHERE consignor_id > :after -- those before it are done
             ORDER BY consignor_id LIMIT :page
            """;

    private static final String EXISTS =
            "SELECT COUNT(*) FROM consignor WHERE consignor_id = :consignor";

    private static final String PAID =
            "SELECT CONCAT(consignor_id, currency) FROM payout WHERE business_date = :date AND consignor_id IN (:consignors)";

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final PayoutWrites writes;
    private final PayoutLimit limit;
    private final Audit audit;
    private final InstantSource clock;
    private final int page;

    @Autowired
    PayoutRun(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Transactions transactions,
            PayoutLimit limit,
            Audit audit,
            IdSource ids,
            InstantSource clock) {
        this(
                jdbc,
                transactions,
                new PayoutWrites(jdbc, batches, ids),
                limit,
                audit,
                clock,
                CONSIGNORS);
    }

    /// @param page consignors looked at in one statement
    PayoutRun(
            JdbcClient jdbc,
            Transactions transactions,
            PayoutWrites writes,
            PayoutLimit limit,
            Audit audit,
            InstantSource clock,
            int page) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.writes = writes;
        this.limit = limit;
        this.audit = audit;
        this.clock = clock;
        this.page = page;
    }

    boolean knows(ConsignorId consignor) {
        return jdbc.sql(EXISTS).param("consignor", consignor.value()).query(Long.class).single()
                > 0;
    }

    /// Pays one consignor, or all.
    ///
    /// @param only empty for all
    /// @param word by which it is paid; what is more than it allows is left
    /// @param left is told of whom something is left
    /// @param afterPage is called now and then; what it throws ends the run
    void pay(
            Optional<ConsignorId> only,
            PayoutOrder order,
            Word word,
            BiConsumer<ConsignorId, Left> left,
            Runnable afterPage) {
        if (only.isPresent()) {
            payAll(List.of(only.get()), order, word, left);
            return;
        }
        var after = "";
        List<ConsignorId> consignors;
        do {
            consignors = page(after);
            payAll(consignors, order, word, left);
            afterPage.run();
            after = consignors.isEmpty() ? after : consignors.getLast().value();
        } while (consignors.size() == page);
    }

    private void payAll(
            List<ConsignorId> consignors,
            PayoutOrder order,
            Word word,
            BiConsumer<ConsignorId, Left> left) {
        var standings = writes.standings(consignors, order.businessDate(), clock.instant());
        // Also those with nothing due of whom something is held back: the run says so.
        var creditors =
                standings.stream()
                        .filter(standing -> standing.due().isPositive() || standing.holds())
                        .map(Standing::consignor)
                        .collect(Collectors.toCollection(TreeSet::new));
        for (var one : creditors) {
            left.accept(one, transactions.call(() -> pay(one, order, word)));
        }
        for (var standing : standings) {
            if (standing.balance().minor() != 0 && !creditors.contains(standing.consignor())) {
                left.accept(
                        standing.consignor(),
                        new Left(List.of(), List.of(standing.balance()), List.of(), List.of()));
            }
        }
    }

    private Left pay(ConsignorId consignor, PayoutOrder order, Word word) {
        var left =
                writes.pay(consignor, order, amount -> limit.take(word, amount), clock.instant());
        for (var payout : left.made()) {
            audit.write(
                    order.actor(),
                    "PAYOUT",
                    payout.payoutId(),
                    "%s to consignor %s for %s"
                            .formatted(payout.amount(), consignor, order.businessDate()));
        }
        return left;
    }

    /// Keeps that somebody had it paid, in the caller's transaction: also when nothing was due.
    void audit(Optional<ConsignorId> only, PayoutOrder order) {
        audit.write(
                order.actor(),
                "PAYOUT_RUN",
                only.map(ConsignorId::value).orElse("all"),
                "payouts for %s".formatted(order.businessDate()));
    }

    /// Looks, before the first is paid, whether a run may pay so much. What is newly in doubt is
    /// found only when it is paid, so what is looked at may be too much.
    ///
    /// @param only empty for all
    /// @throws NeedsSecondPerson when it is more than one person may pay
    /// @throws Refused when it is more than was approved
    void check(Word word, Optional<ConsignorId> only, LocalDate businessDate) {
        limit.check(word, due(only, businessDate));
    }

    private List<Money> due(Optional<ConsignorId> only, LocalDate businessDate) {
        var sums = new TreeMap<String, Money>();
        if (only.isPresent()) {
            add(sums, List.of(only.get()), businessDate);
        } else {
            var after = "";
            List<ConsignorId> consignors;
            do {
                consignors = page(after);
                add(sums, consignors, businessDate);
                after = consignors.isEmpty() ? after : consignors.getLast().value();
            } while (consignors.size() == page);
        }
        return List.copyOf(sums.values());
    }

    private void add(Map<String, Money> sums, List<ConsignorId> consignors, LocalDate date) {
        var paid = paid(consignors, date);
        writes.standings(consignors, date, clock.instant()).stream()
                .filter(one -> one.due().isPositive())
                .filter(one ->
                        !paid.contains(
                                one.consignor().value() + one.due().currency().getCurrencyCode()))
                .forEach(one -> add(sums, one.due()));
    }

    private static void add(Map<String, Money> sums, Money amount) {
        sums.merge(amount.currency().getCurrencyCode(), amount, Money::plus);
    }

    private Set<String> paid(List<ConsignorId> consignors, LocalDate date) {
        return consignors.isEmpty()
                ? Set.of()
                : Set.copyOf(
                        jdbc.sql(PAID)
                                .param("date", date)
                                .param(
                                        "consignors",
                                        consignors.stream().map(ConsignorId::value).toList())
                                .query((row, _) -> row.getString(1))
                                .list());
    }

    private List<ConsignorId> page(String after) {
        return jdbc.sql(PAGE)
                .param("after", after)
                .param("page", page)
                .query((row, _) -> new ConsignorId(row.getString(1)))
                .list();
    }
}
