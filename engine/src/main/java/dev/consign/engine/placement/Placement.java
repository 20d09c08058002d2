package dev.consign.engine.placement;

import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import org.jspecify.annotations.Nullable;

/// What came of placing an order; anything but [Placed] has written nothing that counts.
public sealed interface Placement {
    /// The stock is reserved.
    record Placed() implements Placement {}

    /// Fewer pieces are available than wanted.
    record SoldOut(ItemId itemId, int wanted) implements Placement {}

    /// The item is withdrawn: nobody can order it until it is restored.
    record Withdrawn(ItemId itemId) implements Placement {}

    /// The buyer has an open order of this item already, and may have one only (incident I6).
    ///
    /// @param payUrl where that one is paid; null while nobody knows
    record AlreadyOpen(OrderNo orderNo, @Nullable String payUrl) implements Placement {}

    /// The buyer holds as many unpaid pieces as one buyer may.
    ///
    /// @param most pieces
    record HoldsTooMuch(int most) implements Placement {}
}
