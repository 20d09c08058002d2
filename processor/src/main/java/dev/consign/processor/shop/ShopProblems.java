package dev.consign.processor.shop;

import dev.consign.engine.placement.Placement;
import dev.consign.id.GatewayCode;
import dev.consign.order.Decision;
import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.RefusalProblems;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How HTTP says why nothing was done for the shop.
@Component
final class ShopProblems implements RefusalProblems<ShopRefusal> {
    @Override
    public Class<ShopRefusal> refusals() {
        return ShopRefusal.class;
    }

    @Override
    public Problem of(ShopRefusal refusal) {
        return switch (refusal) {
            case ShopRefusal.NotReserved(var placement) -> notReserved(placement);
            case ShopRefusal.OpenedBeside(var open) ->
                    open.map(ShopProblems::openOrderExists)
                            .orElseGet(() ->
                                    conflict(
                                            "open_order_exists",
                                            "The buyer has another open order of this item meanwhile; pay or cancel that one first."));
            case ShopRefusal.AmountOutOfRange(var quantity, var item) ->
                    new Problem(
                            HttpStatus.BAD_REQUEST,
                            "amount_out_of_range",
                            "%d pieces of %s cost more than can be counted."
                                    .formatted(quantity, item));
            case ShopRefusal.UnknownGateway(var known) ->
                    new Problem(
                            HttpStatus.BAD_REQUEST,
                            "unknown_gateway",
                            "gateway must be one of %s."
                                    .formatted(
                                            known.stream()
                                                    .map(GatewayCode::value)
                                                    .collect(Collectors.joining(", "))));
            case ShopRefusal.GatewayUnavailable(var gateway, var pause) ->
                    new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "gateway_unavailable",
                            "The gateway %s does not answer just now; nothing was stored, try again or use another."
                                    .formatted(gateway),
                            pause);
            case ShopRefusal.NotPayable(var refused) ->
                    conflict(notPayable(refused.reason()), refused.why());
            case ShopRefusal.NotCancellable(var refused) ->
                    conflict("not_cancellable", refused.why());
            case ShopRefusal.NotRefundable(var refused) -> notRefundable(refused);
        };
    }

    private static Problem notReserved(Placement placement) {
        return switch (placement) {
            case Placement.Placed _ -> throw new IllegalArgumentException("this one was placed");
            case Placement.SoldOut(var item, var wanted) ->
                    conflict(
                            "sold_out",
                            "Fewer than %d pieces of %s are available; nothing was ordered."
                                    .formatted(wanted, item));
            case Placement.Withdrawn(var item) ->
                    conflict(
                            "item_withdrawn",
                            "%s is withdrawn and cannot be ordered; nothing was stored."
                                    .formatted(item));
            case Placement.AlreadyOpen open -> openOrderExists(open);
            case Placement.HoldsTooMuch(var most) ->
                    conflict(
                            "too_much_reserved",
                            "A buyer may hold %d unpaid pieces; pay or cancel open orders first."
                                    .formatted(most));
        };
    }

    /// With what the shop needs to lead its buyer to the open order.
    private static Problem openOrderExists(Placement.AlreadyOpen open) {
        var fields = new HashMap<>(Map.of("orderNo", open.orderNo().value()));
        var payUrl = open.payUrl();
        if (payUrl != null) {
            fields.put("payUrl", payUrl);
        }
        return conflict(
                        "open_order_exists",
                        "The buyer has an open order of this item, %s; pay or cancel that one first."
                                .formatted(open.orderNo()))
                .with(fields);
    }

    private static String notPayable(Decision.Reason reason) {
        return switch (reason) {
            case OUT_OF_STOCK -> "out_of_stock";
            case TOO_MANY_ATTEMPTS -> "too_many_attempts";
            case NOT_FOUND, WRONG_STATE, WRONG_CURRENCY, TOO_MUCH, MONEY_IN_DOUBT -> "not_payable";
        };
    }

    private static Problem notRefundable(Decision.Refused refused) {
        var why = refused.why();
        return switch (refused.reason()) {
            case MONEY_IN_DOUBT -> inDoubt(refused);
            case NOT_FOUND -> new Problem(HttpStatus.NOT_FOUND, "not_found", why);
            case WRONG_CURRENCY ->
                    new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "wrong_currency", why);
            case TOO_MUCH -> conflict("refund_too_large", why);
            case WRONG_STATE, OUT_OF_STOCK, TOO_MANY_ATTEMPTS -> conflict("nothing_to_refund", why);
        };
    }

    /// Money in doubt is nobody's to spend (docs/rules.md, rule 13).
    private static Problem inDoubt(Decision.Refused refused) {
        var problem = conflict("money_in_doubt", refused.why());
        var caseId = refused.caseId();
        return caseId == null ? problem : problem.with(Map.of("caseId", caseId));
    }

    private static Problem conflict(String code, String detail) {
        return new Problem(HttpStatus.CONFLICT, code, detail);
    }
}
