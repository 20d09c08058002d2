package dev.consign.processor.shop;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.consign.id.BuyerId;
import dev.consign.id.GatewayCode;
import dev.consign.id.ItemId;
import dev.consign.processor.api.problem.Fields;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What the shop sends to place an order.
///
/// @param returnUrl where the gateway leads the buyer after paying; a page of one of the shop's own
///   hosts. Left out of the fingerprint when it is not there, so that a request of an older client
///   is repeated as it was
record OrderRequest(
        @Nullable String buyerId,
        @Nullable String itemId,
        @Nullable Integer quantity,
        @Nullable String gateway,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String returnUrl) {
    private static final int MOST = 100;

    /// @param own hosts of the shop
    /// @throws dev.consign.processor.api.problem.ApiFailure naming the first field that is wrong
    Checked checked(ReturnHosts own) {
        return new Checked(
                Fields.shaped("buyerId", buyerId, BuyerId::new),
                Fields.shaped("itemId", itemId, ItemId::new),
                (int) Fields.number("quantity", quantity, 1, MOST),
                Fields.shaped("gateway", gateway, GatewayCode::new),
                own.checked("returnUrl", returnUrl));
    }

    /// The same with every field in its type.
    ///
    /// @param returnUrl a page of the shop's; null for none
    record Checked(
            BuyerId buyerId,
            ItemId itemId,
            int quantity,
            GatewayCode gateway,
            @Nullable URI returnUrl) {}
}
