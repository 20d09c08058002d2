package dev.consign.processor.shop.catalogue;

import dev.consign.engine.stock.StockReceipt;
import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.id.ItemId;
import dev.consign.id.NumberPrefix;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.Completion;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.hibernate.Sessions;
import dev.consign.processor.shop.catalogue.ItemRow.Goods;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Takes in consignors and their items, once a key when the request has one; an item has its stock
/// row from the start.
@Component
final class Catalogue {
    private final Sessions sessions;
    private final IdempotentExecutor once;
    private final StockReceipt stock;
    private final Audit audit;
    private final IdSource ids;
    private final InstantSource clock;

    Catalogue(
            Sessions sessions,
            IdempotentExecutor once,
            StockReceipt stock,
            Audit audit,
            IdSource ids,
            InstantSource clock) {
        this.sessions = sessions;
        this.once = once;
        this.stock = stock;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /// @param request empty when there was no key
    /// @param actor who takes it in
    StoredAnswer addConsignor(
            Optional<IdempotentRequest> request, String name, int commissionBps, String actor) {
        return once.answer(
                request,
                Completion.CREATED,
                () -> new NewConsignor(addConsignor(name, commissionBps, actor).value()));
    }

    private ConsignorId addConsignor(String name, int commissionBps, String actor) {
        var id = new ConsignorId(ids.next(NumberPrefix.CONSIGNOR));
        var row = new ConsignorRow(id.value(), name, commissionBps, Utc.column(clock.instant()));
        sessions.call(session -> session.insert(row));
        audit.write(
                actor,
                "CONSIGNOR_ADD",
                id.value(),
                "taken in with a commission of %d basis points".formatted(commissionBps));
        return id;
    }

    /// @param request empty when there was no key
    /// @param actor who lists it
    /// @throws Refused when there is no such consignor
    StoredAnswer addItem(
            Optional<IdempotentRequest> request,
            ConsignorId consignor,
            String title,
            Goods goods,
            String actor) {
        return once.answer(
                request,
                Completion.CREATED,
                () -> new NewItem(addItem(consignor, title, goods, actor).value()));
    }

    private ItemId addItem(ConsignorId consignor, String title, Goods goods, String actor) {
        var id = new ItemId(ids.next(NumberPrefix.ITEM));
        var owner = sessions.call(session -> session.get(ConsignorRow.class, consignor.value()));
        if (owner == null) {
            throw new Refused(new NotFound("consignor " + consignor));
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
        return id;
    }

    /// 201 of POST /api/consignors.
    record NewConsignor(String consignorId) {}

    /// 201 of POST /api/items.
    record NewItem(String itemId) {}
}
