package dev.consign.processor.shop.catalogue;

import dev.consign.id.ItemId;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What an item is offered for, over HTTP; each request may be repeated without a second effect.
@RestController
@RequestMapping("/api/items/{itemId}")
class OfferController {
    private static final int LONGEST_REASON = 400;

    private final Offers offers;
    private final StockService stock;

    OfferController(Offers offers, StockService stock) {
        this.offers = offers;
        this.stock = stock;
    }

    @Operation(
            operationId = "changeItem",
            summary = "Changes an item's title or price",
            description =
                    "What is left out stays as it is. Orders keep the price they were placed for.")
    @PatchMapping
    CatalogueController.ItemView change(
            @PathVariable String itemId,
            @RequestBody @Nullable ChangeRequest body,
            @AuthenticationPrincipal Caller caller) {
        var item = CatalogueController.itemId(itemId);
        var wanted = Fields.body(body);
        if (wanted.title == null && wanted.price == null) {
            throw Fields.invalid("title or price, or both, must be there");
        }
        var title =
                wanted.title == null
                        ? null
                        : Fields.text("title", wanted.title, CatalogueController.LONGEST_NAME);
        var price = wanted.price == null ? null : MoneyBody.price("price", wanted.price);
        offers.change(item, title, price, caller.actor());
        return view(item);
    }

    @Operation(
            operationId = "withdrawItem",
            summary = "Takes an item off sale",
            description =
                    "It cannot be ordered until it is restored (409 item_withdrawn); its stock stays, and open orders go on.")
    @PostMapping("/withdraw")
    CatalogueController.ItemView withdraw(
            @PathVariable String itemId,
            @RequestBody @Nullable ReasonRequest body,
            @AuthenticationPrincipal Caller caller) {
        var item = CatalogueController.itemId(itemId);
        offers.withdraw(item, reason(body, "taken off sale"), caller.actor());
        return view(item);
    }

    @Operation(
            operationId = "restoreItem",
            summary = "Puts a withdrawn item on sale again",
            description = "With the stock that it has.")
    @PostMapping("/restore")
    CatalogueController.ItemView restore(
            @PathVariable String itemId,
            @RequestBody @Nullable ReasonRequest body,
            @AuthenticationPrincipal Caller caller) {
        var item = CatalogueController.itemId(itemId);
        offers.restore(item, reason(body, "on sale again"), caller.actor());
        return view(item);
    }

    private CatalogueController.ItemView view(ItemId item) {
        return CatalogueController.ItemView.of(stock.shelf(item));
    }

    /// A reason is welcome and not needed.
    private static String reason(@Nullable ReasonRequest body, String otherwise) {
        return body == null || body.reason == null
                ? otherwise
                : Fields.text("reason", body.reason, LONGEST_REASON);
    }

    /// @param title null: as it is
    /// @param price of one piece; null: as it is
    record ChangeRequest(@Nullable String title, @Nullable MoneyBody price) {}

    record ReasonRequest(@Nullable String reason) {}
}
