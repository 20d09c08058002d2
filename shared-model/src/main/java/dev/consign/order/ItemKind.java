package dev.consign.order;

/// What is delivered for an item.
public enum ItemKind {
    /// Unique texts, each sold at most once.
    CARD_KEY,
    /// Units added to the buyer's assets.
    ASSET_CREDIT
}
