package dev.consign.processor.shop;

import dev.consign.id.BuyerId;
import dev.consign.id.GatewayCode;
import dev.consign.id.ItemId;
import dev.consign.processor.problem.Fields;
import org.jspecify.annotations.Nullable;

/// What the shop sends to place an order.
record OrderRequest(
        @Nullable String buyerId,
        @Nullable String itemId,
        @Nullable Integer quantity,
        @Nullable String gateway) {
    private static final int MOST = 100;

    /// @throws dev.consign.processor.problem.ApiFailure naming the first field that is wrong
    Checked checked() {
        return new Checked(
                Fields.shaped("buyerId", buyerId, BuyerId::new),
                Fields.shaped("itemId", itemId, ItemId::new),
                (int) Fields.number("quantity", quantity, 1, MOST),
                Fields.shaped("gateway", gateway, GatewayCode::new));
    }

    /// The same with every field in its type.
    record Checked(BuyerId buyerId, ItemId itemId, int quantity, GatewayCode gateway) {}
}
