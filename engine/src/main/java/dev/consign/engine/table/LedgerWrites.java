package dev.consign.engine.table;

import dev.consign.id.OrderNo;
import dev.consign.ledger.Journal;
import dev.consign.sql.Batch;
import dev.consign.sql.Utc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// Books journals. It only ever inserts: nobody waits for another's posting to the same account,
/// and what is booked is never changed. A key that is there already stops the whole transaction
/// (rule 3).
public final class LedgerWrites {
    private static final String INSERT_JOURNAL =
            "INSERT INTO journal (journal_key, kind, order_no, posted_at) VALUES (?, ?, ?, ?)";

    private static final String INSERT_ENTRY =
            """
            INSERT INTO ledger_entry (journal_key, line, account, currency, amount_minor, posted_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate batches;

    public LedgerWrites(JdbcTemplate batches) {
        this.batches = batches;
    }

    public void write(List<Journal> journals) {
        if (journals.isEmpty()) {
            return;
        }
        var heads = new ArrayList<@Nullable Object[]>();
        var entries = new ArrayList<@Nullable Object[]>();
        for (var journal : journals) {
            var at = Utc.column(journal.postedAt());
            @Nullable OrderNo orderNo = journal.orderNo();
            heads.add(
                    new @Nullable Object[] {
                        journal.key(),
                        journal.kind().name(),
                        orderNo == null ? null : orderNo.value(),
                        at
                    });
            var line = 0;
            for (var posting : journal.postings()) {
                entries.add(
                        new @Nullable Object[] {
                            journal.key(),
                            line++,
                            posting.account().name(),
                            posting.amount().currency().getCurrencyCode(),
                            posting.amount().minor(),
                            at
                        });
            }
        }
        Batch.insert(batches, INSERT_JOURNAL, heads);
        Batch.insert(batches, INSERT_ENTRY, entries);
    }
}
