package dev.consign.bench.peer.spring;

import dev.consign.ledger.Journal;
import dev.consign.sql.Utc;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.hibernate.annotations.Immutable;

/// One row of `journal`.
@Entity(name = "Journal")
@Table(name = "journal")
@Immutable
class JournalRow {
    @Id
    @Column(name = "journal_key")
    String journalKey;

    @Column(name = "kind")
    String kind;

    @Column(name = "order_no")
    String orderNo;

    @Column(name = "posted_at")
    LocalDateTime postedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected JournalRow() {}

    JournalRow(Journal journal) {
        this.journalKey = journal.key();
        this.kind = journal.kind().name();
        this.orderNo = String.valueOf(journal.orderNo());
        this.postedAt = Utc.column(journal.postedAt());
    }
}
