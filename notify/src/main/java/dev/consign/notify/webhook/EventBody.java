package dev.consign.notify.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.consign.message.EventType;
import dev.consign.message.Notification;
import dev.consign.message.Notification.RefundPart;
import dev.consign.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What is posted, in the shape that gateways post to us: `type`, `timestamp`, `data` (described in
/// docs/webhooks.md). Made anew for each attempt of what is stored and never changes, so that every
/// repeat has the same bytes.
public final class EventBody {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EventBody() {}

    /// The shop is told whose order it is.
    static String forShop(Notification told) {
        return written(
                told.type(),
                told.occurredAt(),
                new ShopData(
                        told.orderNo().value(),
                        told.buyerId().value(),
                        told.status().name(),
                        Amount.of(told.amount()),
                        Refund.of(told.refund())));
    }

    /// A consignor is told which of its goods, how many, for how much; of the buyer nothing but the
    /// order number.
    static String forConsignor(Notification told, String itemId, int quantity) {
        return written(
                told.type(),
                told.occurredAt(),
                new ConsignorData(
                        told.orderNo().value(),
                        itemId,
                        quantity,
                        told.status().name(),
                        Amount.of(told.amount()),
                        Refund.of(told.refund())));
    }

    /// @param target whose test it is: "shop", or a webhook
    static String test(String target, Instant at) {
        return written(EventType.WEBHOOK_TEST, at, new TestData(target));
    }

    private static String written(EventType type, Instant at, Object data) {
        return JSON.writeValueAsString(new Event(type.word(), at.toString(), data));
    }

    record Event(String type, String timestamp, Object data) {}

    /// What the shop is told.
    ///
    /// @param refund what has gone back; null for an event that is about none
    public record ShopData(
            String orderNo,
            String buyerId,
            String status,
            Amount amount,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Refund refund) {}

    /// What a consignor is told.
    ///
    /// @param refund what has gone back; null for an event that is about none
    public record ConsignorData(
            String orderNo,
            String itemId,
            int quantity,
            String status,
            Amount amount,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Refund refund) {}

    /// What a test event says.
    ///
    /// @param target whose test it is: "shop", or a webhook
    public record TestData(String target) {}

    /// Money, as the API has it everywhere.
    ///
    /// @param currency its ISO 4217 code
    /// @param minor in the currency's smallest unit
    public record Amount(String currency, long minor) {
        static Amount of(Money money) {
            return new Amount(money.currency().getCurrencyCode(), money.minor());
        }
    }

    /// A refund.
    ///
    /// @param total what has gone back of the order's money by now
    public record Refund(String refundNo, Amount amount, Amount total) {
        static @Nullable Refund of(@Nullable RefundPart part) {
            return part == null
                    ? null
                    : new Refund(
                            part.refundNo().value(),
                            Amount.of(part.amount()),
                            Amount.of(part.total()));
        }
    }
}
