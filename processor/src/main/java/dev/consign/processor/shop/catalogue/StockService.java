package dev.consign.processor.shop.catalogue;

import dev.consign.engine.stock.CardKeyCipher;
import dev.consign.engine.stock.CardKeyText;
import dev.consign.engine.stock.StockReceipt;
import dev.consign.engine.stock.StockReceipt.ListedMeanwhile;
import dev.consign.engine.stock.StockReceipt.Receipt;
import dev.consign.engine.stock.StockReceipt.SealedKey;
import dev.consign.id.ItemId;
import dev.consign.order.ItemKind;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.Completion;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.hibernate.Sessions;
import dev.consign.sql.Transactions;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Fills the stock and says what is in it. Card keys are sealed before they come near the database,
/// and no error ever repeats one.
@Component
final class StockService {
    private static final int RACES = 5;

    private static final String COUNTS =
            "SELECT available, reserved, sold FROM stock WHERE item_id = :item";

    private final Sessions sessions;
    private final Transactions transactions;
    private final Keeping keeping;
    private final StockReceipt receipt;
    private final CardKeyCipher cipher;
    private final JdbcClient jdbc;

    StockService(
            Sessions sessions,
            Transactions transactions,
            Keeping keeping,
            StockReceipt receipt,
            CardKeyCipher cipher,
            JdbcClient jdbc) {
        this.sessions = sessions;
        this.transactions = transactions;
        this.keeping = keeping;
        this.receipt = receipt;
        this.cipher = cipher;
        this.jdbc = jdbc;
    }

    /// @throws Refused when there is no such item
    Shelf shelf(ItemId item) {
        var row = item(item);
        return jdbc.sql(COUNTS)
                .param("item", item.value())
                .query((counts, _) ->
                        new Shelf(
                                row,
                                counts.getLong("available"),
                                counts.getLong("reserved"),
                                counts.getLong("sold")))
                .single();
    }

    /// @param sender whose request it is
    /// @throws Refused when there is no such item, or it is sold by card key
    StoredAnswer addPieces(Sender sender, ItemId item, long pieces) {
        require(item, ItemKind.ASSET_CREDIT);
        return add(
                sender,
                item,
                "units " + pieces,
                () -> {
                    var available = receipt.receive(item, pieces);
                    audit(sender, item, "pieces received: " + pieces);
                    return available;
                });
    }

    /// @param sender whose request it is
    /// @throws Refused when there is no such item, it has no card keys, or a key is there twice
    StoredAnswer addKeys(Sender sender, ItemId item, List<CardKeyText> keys) {
        require(item, ItemKind.CARD_KEY);
        var sealed =
                keys.stream()
                        .map(key ->
                                new SealedKey(
                                        cipher.encrypt(item, key),
                                        cipher.digest(key),
                                        cipher.secretId()))
                        .toList();
        // Not the keys themselves: what is made of them is stored, and could be searched by
        // guessing.
        var what =
                sealed.stream()
                        .map(key -> HexFormat.of().formatHex(key.digest()))
                        .collect(Collectors.joining(" ", "keys ", ""));
        for (var race = 1; race <= RACES; race++) {
            try {
                return add(sender, item, what, () -> receive(sender, item, sealed));
            } catch (ListedMeanwhile _) {
                // The other delivery is there now, and the next try finds and names the key.
            }
        }
        throw new Refused(new StockRefusal.ListedByOthersNow());
    }

    private long receive(Sender sender, ItemId item, List<SealedKey> keys) {
        return switch (receipt.receiveKeys(item, keys)) {
            case Receipt.Received received -> {
                audit(sender, item, "card keys received: " + keys.size());
                yield received.available();
            }
            case Receipt.Repeated where -> throw new Refused(new StockRefusal.Repeated(where));
            case Receipt.Listed where -> throw new Refused(new StockRefusal.Listed(where, item));
        };
    }

    private StoredAnswer add(Sender sender, ItemId item, String what, LongSupplier receiving) {
        Supplier<Available> effect = () -> new Available(receiving.getAsLong());
        var request =
                IdempotentRequest.ifKeyed(
                        sender.client(),
                        sender.key(),
                        "POST",
                        "/api/items/%s/stock".formatted(item),
                        what.getBytes(StandardCharsets.US_ASCII));
        return keeping.once.answer(request, Completion.DONE, effect);
    }

    private void audit(Sender sender, ItemId item, String what) {
        keeping.audit.write(sender.actor(), "STOCK_ADD", item.value(), what);
    }

    private void require(ItemId item, ItemKind kind) {
        if (item(item).kind != kind) {
            throw new Refused(new StockRefusal.OtherKind(kind));
        }
    }

    private ItemRow item(ItemId item) {
        var row =
                transactions.call(() ->
                        Optional.ofNullable(
                                sessions.call(
                                        session -> session.get(ItemRow.class, item.value()))));
        return row.orElseThrow(() -> new Refused(new NotFound("item " + item)));
    }

    /// Where it is kept that something was brought, and by whom: once a request.
    @Component
    record Keeping(IdempotentExecutor once, Audit audit) {}

    /// Who brings something.
    ///
    /// @param actor for the audit
    /// @param key an Idempotency-Key; null for a request that must not be repeated blindly
    record Sender(String client, String actor, @Nullable String key) {}

    /// 200 of POST /api/items/{itemId}/stock.
    record Available(long available) {}

    /// An item and the pieces of it.
    record Shelf(ItemRow item, long available, long reserved, long sold) {}
}
