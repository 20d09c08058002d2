package dev.consign.processor.shop.catalogue;

import dev.consign.engine.stock.StockReceipt.Receipt;
import dev.consign.order.ItemKind;
import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.RefusalProblems;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How HTTP says why nothing was added to the stock; no error repeats a card key.
@Component
final class StockProblems implements RefusalProblems<StockRefusal> {
    private static final Duration AGAIN = Duration.ofSeconds(2);

    @Override
    public Class<StockRefusal> refusals() {
        return StockRefusal.class;
    }

    @Override
    public Problem of(StockRefusal refusal) {
        return switch (refusal) {
            case StockRefusal.OtherKind(var kind) ->
                    new Problem(
                            HttpStatus.BAD_REQUEST,
                            "invalid_request",
                            "%s only for items of kind %s.".formatted(brought(kind), kind));
            case StockRefusal.Repeated(Receipt.Repeated(var position, var first)) ->
                    duplicate("keys[%d] is the same key as keys[%d]".formatted(position, first));
            case StockRefusal.Listed(Receipt.Listed(var position, var owner), var item) ->
                    duplicate(
                            owner.equals(item)
                                    ? "keys[%d] is listed for this item already".formatted(position)
                                    : "keys[%d] is listed already, for item %s"
                                            .formatted(position, owner));
            case StockRefusal.ListedByOthersNow() ->
                    new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "try_again",
                            "Others list the same keys just now; nothing was added, send it again.",
                            AGAIN);
        };
    }

    private static String brought(ItemKind kind) {
        return switch (kind) {
            case ASSET_CREDIT -> "units are";
            case CARD_KEY -> "keys are";
        };
    }

    private static Problem duplicate(String what) {
        return new Problem(
                HttpStatus.CONFLICT,
                "duplicate_key",
                what + "; a card key is sold once, in whatever spelling. None were added.");
    }
}
