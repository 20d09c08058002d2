package dev.consign.processor.catalogue;

import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.id.ItemId;
import dev.consign.processor.audit.Audit;
import dev.consign.processor.catalogue.ItemRow.Goods;
import dev.consign.processor.order.StockReceipt;
import dev.consign.processor.problem.Fields;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.InstantSource;

/// Takes in consignors and their items; an item has its shelf from the start.
final class Catalogue {
    private final Sessions sessions;
    private final Transactions transactions;
    private final StockReceipt stock;
    private final Audit audit;
    private final IdSource ids;
    private final InstantSource clock;

    Catalogue(
            Sessions sessions,
            Transactions transactions,
            StockReceipt stock,
            Audit audit,
            IdSource ids,
            InstantSource clock) {
        this.sessions = sessions;
        this.transactions = transactions;
        this.stock = stock;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /// @param actor who takes it in
    ConsignorId addConsignor(String name, int commissionBps, String actor) {
        var id = new ConsignorId(ids.next('C'));
        transactions.run(() -> {
            var row =
                    new ConsignorRow(id.value(), name, commissionBps, Utc.column(clock.instant()));
            sessions.call(session -> session.insert(row));
            audit.write(
                    actor,
                    "CONSIGNOR_ADD",
                    id.value(),
                    "taken in with a commission of %d basis points".formatted(commissionBps));
        });
        return id;
    }

    /// @param actor who lists it
    /// @throws dev.consign.processor.problem.ApiFailure when there is no such consignor
    ItemId addItem(ConsignorId consignor, String title, Goods goods, String actor) {
        var id = new ItemId(ids.next('I'));
        transactions.run(() -> {
            var owner =
                    sessions.call(session -> session.get(ConsignorRow.class, consignor.value()));
            if (owner == null) {
                throw Fields.notFound("consignor " + consignor);
            }
            sessions.call(session ->
                    session.insert(
                            new ItemRow(id, consignor, title, goods, Utc.column(clock.instant()))));
            stock.open(id);
            audit.write(
                    actor,
                    "ITEM_ADD",
                    id.value(),
                    "listed for consignor %s at %s".formatted(consignor, goods.price()));
        });
        return id;
    }
}
