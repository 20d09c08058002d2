package dev.consign.processor.shop.catalogue;

import dev.consign.engine.stock.CardKeyText;
import dev.consign.engine.stock.CardKeyText.Reading;
import dev.consign.id.ConsignorId;
import dev.consign.id.ItemId;
import dev.consign.order.ItemKind;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.security.Caller;
import dev.consign.processor.shop.catalogue.ItemRow.Goods;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Consignors, items and stock over HTTP; nothing is passed on that has not been checked here.
@RestController
@RequestMapping("/api")
class CatalogueController {
    static final int LONGEST_NAME = 200;
    private static final int MOST_KEYS = 10_000;
    private static final long MOST_UNITS = 1_000_000_000L;

    private final Catalogue catalogue;
    private final StockService stock;
    private final JsonMapper json;

    CatalogueController(Catalogue catalogue, StockService stock, JsonMapper json) {
        this.catalogue = catalogue;
        this.stock = stock;
        this.json = json;
    }

    /// With an Idempotency-Key, a repeat takes in nobody and is given the first answer again.
    @PostMapping(path = "/consignors", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = Catalogue.NewConsignor.class)))
    ResponseEntity<String> addConsignor(
            @RequestHeader(name = IdempotentRequest.HEADER, required = false) @Nullable String key,
            @RequestBody @Nullable ConsignorRequest body,
            @AuthenticationPrincipal Caller caller) {
        var request = Fields.body(body);
        var name = Fields.text("name", request.name, LONGEST_NAME);
        var bps = Fields.number("commissionBps", request.commissionBps, 0, 10_000);
        return catalogue
                .addConsignor(
                        keyed(caller, key, "/api/consignors", request),
                        name,
                        (int) bps,
                        caller.actor())
                .response();
    }

    /// With an Idempotency-Key, a repeat lists nothing and is given the first answer again.
    @PostMapping(path = "/items", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = Catalogue.NewItem.class)))
    ResponseEntity<String> addItem(
            @RequestHeader(name = IdempotentRequest.HEADER, required = false) @Nullable String key,
            @RequestBody @Nullable ItemRequest body,
            @AuthenticationPrincipal Caller caller) {
        var request = Fields.body(body);
        var consignor = Fields.shaped("consignorId", request.consignorId, ConsignorId::new);
        var title = Fields.text("title", request.title, LONGEST_NAME);
        var kind = Fields.oneOf("kind", request.kind, ItemKind.values());
        var price = MoneyBody.price("price", request.price);
        var units =
                switch (kind) {
                    case CARD_KEY -> {
                        Fields.absent("assetUnits", request.assetUnits, "a card key is one key");
                        yield 0L;
                    }
                    case ASSET_CREDIT ->
                            Fields.number("assetUnits", request.assetUnits, 1, MOST_UNITS);
                };
        var takeBack = Boolean.TRUE.equals(request.takeBackUnits);
        if (takeBack && kind == ItemKind.CARD_KEY) {
            throw Fields.invalid(
                    "takeBackUnits is for ASSET_CREDIT: a key that was shown stays known");
        }
        var goods =
                new Goods(kind, price, units, Boolean.TRUE.equals(request.oneOpenOrder), takeBack);
        return catalogue
                .addItem(
                        keyed(caller, key, "/api/items", request),
                        consignor,
                        title,
                        goods,
                        caller.actor())
                .response();
    }

    @GetMapping("/items/{itemId}")
    ItemView item(@PathVariable String itemId) {
        return ItemView.of(stock.shelf(itemId(itemId)));
    }

    /// With an Idempotency-Key, a repeat adds nothing and is given the first answer again.
    @PostMapping(path = "/items/{itemId}/stock", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = StockService.Available.class)))
    ResponseEntity<String> addStock(
            @RequestHeader(name = IdempotentRequest.HEADER, required = false) @Nullable String key,
            @PathVariable String itemId,
            @RequestBody @Nullable StockRequest body,
            @AuthenticationPrincipal Caller caller) {
        var sender = new StockService.Sender(caller.name(), caller.actor(), key);
        var request = Fields.body(body);
        var item = itemId(itemId);
        if ((request.keys == null) == (request.units == null)) {
            throw Fields.invalid("exactly one of keys and units is needed");
        }
        if (request.units != null) {
            var pieces = Fields.number("units", request.units, 1, MOST_UNITS);
            return stock.addPieces(sender, item, pieces).response();
        }
        var keys = Fields.list("keys", request.keys, MOST_KEYS);
        return stock.addKeys(sender, item, read(keys)).response();
    }

    private static List<CardKeyText> read(List<String> keys) {
        var read = new ArrayList<CardKeyText>(keys.size());
        for (@Nullable String key : keys) {
            var field = "keys[%d]".formatted(read.size());
            switch (CardKeyText.read(key == null ? "" : key)) {
                case Reading.Valid(var valid) -> read.add(valid);
                case Reading.WrongLength _ ->
                        throw Fields.invalid(
                                "%s must be a text of 1 to %d characters, and something of it to be seen"
                                        .formatted(field, CardKeyText.LONGEST));
                case Reading.Unreadable(var position, var character) ->
                        throw Fields.invalid(
                                "%s holds %s at position %d: no text has that character, so the key was broken on its way"
                                        .formatted(field, character, position));
            }
        }
        return read;
    }

    private Optional<IdempotentRequest> keyed(
            Caller caller, @Nullable String key, String path, Object body) {
        return IdempotentRequest.ifKeyed(
                caller.name(), key, "POST", path, json.writeValueAsBytes(body));
    }

    static ItemId itemId(String text) {
        try {
            return new ItemId(text);
        } catch (IllegalArgumentException _) {
            throw Fields.notFound("such item");
        }
    }

    /// @param commissionBps the platform's share in basis points, 0 to 10,000
    record ConsignorRequest(@Nullable String name, @Nullable Integer commissionBps) {}

    /// @param assetUnits what one piece credits; only for ASSET_CREDIT
    /// @param oneOpenOrder whether a buyer may have one open order of it at most; no when missing
    /// @param takeBackUnits whether the units of an order that was refunded whole leave its buyer's
    ///   balance; no when missing
    record ItemRequest(
            @Nullable String consignorId,
            @Nullable String title,
            @Nullable String kind,
            @Nullable MoneyBody price,
            @Nullable Long assetUnits,
            @Nullable Boolean oneOpenOrder,
            @Nullable Boolean takeBackUnits) {}

    record ItemView(
            String itemId,
            String title,
            ItemKind kind,
            MoneyBody price,
            ItemStatus status,
            long available,
            long reserved,
            long sold) {
        static ItemView of(StockService.Shelf shelf) {
            var item = shelf.item();
            return new ItemView(
                    item.itemId,
                    item.title,
                    item.kind,
                    MoneyBody.of(item.price()),
                    ItemStatus.since(item.withdrawnAt),
                    shelf.available(),
                    shelf.reserved(),
                    shelf.sold());
        }
    }

    /// @param keys for CARD_KEY: one deliverable text each, compared over all items, stored and
    ///   delivered in its normal form (NFKC, blanks at the ends cut off and those within one,
    ///   invisible characters taken out, case kept)
    /// @param units pieces for sale, for ASSET_CREDIT
    record StockRequest(@Nullable List<String> keys, @Nullable Long units) {}
}
