package dev.consign.processor.shop.catalogue;

import dev.consign.engine.stock.StockReceipt.Receipt;
import dev.consign.id.ItemId;
import dev.consign.order.ItemKind;
import dev.consign.platform.refusal.Refusal;

/// Why nothing was added to the stock.
sealed interface StockRefusal extends Refusal {
    /// The item is of another kind than what was brought.
    ///
    /// @param kind that is needed
    record OtherKind(ItemKind kind) implements StockRefusal {}

    /// A card key was brought twice.
    record Repeated(Receipt.Repeated where) implements StockRefusal {}

    /// A card key is listed already.
    ///
    /// @param item to which it was brought
    record Listed(Receipt.Listed where, ItemId item) implements StockRefusal {}

    /// Others list the same keys, again and again.
    record ListedByOthersNow() implements StockRefusal {}
}
