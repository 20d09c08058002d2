package dev.consign.bench.peer.spring;

import jakarta.persistence.QueryHint;
import org.hibernate.jpa.HibernateHints;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

/// Rows that are changed without being read. The statements are native: Hibernate 7 translates a
/// JPQL update anew at every call. None of them needs what is still to be flushed.
interface Goods extends Repository<StockRow, String> {
    String COMMIT = "COMMIT";

    @Modifying
    @QueryHints(@QueryHint(name = HibernateHints.HINT_FLUSH_MODE, value = COMMIT))
    @NativeQuery("DELETE FROM gateway_task WHERE reference = :reference")
    int dropTasks(String reference);

    @Modifying
    @QueryHints(@QueryHint(name = HibernateHints.HINT_FLUSH_MODE, value = COMMIT))
    @NativeQuery(
            "UPDATE card_key SET status = 'SOLD' WHERE order_no = :order AND status = 'RESERVED'")
    int sellKeys(String order);

    /// Flushes before, so that the row many orders share is locked last.
    @Modifying(flushAutomatically = true)
    @QueryHints(@QueryHint(name = HibernateHints.HINT_FLUSH_MODE, value = COMMIT))
    @NativeQuery(
            "UPDATE stock SET sold = sold + :pieces, reserved = reserved - :pieces WHERE item_id = :item")
    int sell(String item, long pieces);
}
