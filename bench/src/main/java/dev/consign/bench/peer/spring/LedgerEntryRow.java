package dev.consign.bench.peer.spring;

import dev.consign.ledger.Journal;
import dev.consign.sql.Utc;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.hibernate.annotations.Immutable;

/// One row of `ledger_entry`.
@Entity(name = "LedgerEntry")
@Table(name = "ledger_entry")
@Immutable
class LedgerEntryRow {
    @EmbeddedId Key key;

    @Column(name = "account")
    String account;

    @Column(name = "currency")
    String currency;

    @Column(name = "amount_minor")
    long amountMinor;

    @Column(name = "posted_at")
    LocalDateTime postedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected LedgerEntryRow() {}

    LedgerEntryRow(Journal journal, int line, Journal.Posting posting) {
        this.key = new Key(journal.key(), line);
        this.account = posting.account().name();
        this.currency = posting.amount().currency().getCurrencyCode();
        this.amountMinor = posting.amount().minor();
        this.postedAt = Utc.column(journal.postedAt());
    }

    @Embeddable
    record Key(@Column(name = "journal_key") String journalKey, @Column(name = "line") int line) {}
}
