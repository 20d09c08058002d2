package dev.consign.processor.shop;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.consign.id.BuyerId;
import dev.consign.id.GatewayCode;
import dev.consign.id.ItemId;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.shop.ReturnHosts.ReturnUrl;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

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
                returnUrl == null ? null : page(own, returnUrl));
    }

    private static URI page(ReturnHosts own, String returnUrl) {
        return switch (own.check(returnUrl)) {
            case ReturnUrl.Allowed(var url) -> url;
            case ReturnUrl.Elsewhere(var host) ->
                    throw new ApiFailure(
                            HttpStatus.BAD_REQUEST,
                            "return_url_not_allowed",
                            "returnUrl leads to %s, which is none of the shop's own hosts; those are set by CONSIGN_RETURN_HOSTS."
                                    .formatted(host));
            case ReturnUrl.Unencrypted() ->
                    throw Fields.invalid("returnUrl must be an https address");
            case ReturnUrl.Malformed() ->
                    throw Fields.invalid(
                            "returnUrl must be an https address of at most %d printable ASCII characters, without a name before its host"
                                    .formatted(ReturnHosts.LONGEST));
        };
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
