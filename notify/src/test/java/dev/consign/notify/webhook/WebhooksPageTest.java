package dev.consign.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.BuyerId;
import dev.consign.id.OrderNo;
import dev.consign.id.RefundNo;
import dev.consign.message.EventType;
import dev.consign.message.Notification;
import dev.consign.message.Notification.RefundPart;
import dev.consign.money.Money;
import dev.consign.order.OrderStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// docs/webhooks.md says what is really posted (issue 12, number 8).
class WebhooksPageTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final OrderNo ORDER = new OrderNo("O01JD4X7Q2M8ZKTB3");
    private static final RefundPart PART =
            new RefundPart(
                    new RefundNo("R01JD4X9A0C5YVWN7"),
                    Money.of("CNY", 7000),
                    Money.of("CNY", 7000));

    @Test
    void its_types_are_those_of_the_source_in_that_order() throws Exception {
        var listed =
                Pattern.compile("(?m)^\\| `([a-z]+\\.[a-z]+)` \\|")
                        .matcher(Page.of("webhooks.md").text())
                        .results()
                        .map(row -> row.group(1))
                        .toList();
        assertThat(listed)
                .isEqualTo(Arrays.stream(EventType.values()).map(EventType::word).toList());
    }

    @Test
    void its_examples_are_what_is_posted() throws Exception {
        var completed = told(OrderStatus.COMPLETED, null, false);
        var item = "I01JD4WZ5P9GQ0HF4";
        assertThat(Page.of("webhooks.md").blocks("json").stream().map(JSON::readTree).toList())
                .isEqualTo(
                        List.of(
                                read(EventBody.forShop(completed)),
                                read(EventBody.forShop(told(OrderStatus.COMPLETED, PART, false))),
                                read(EventBody.forConsignor(completed, item, 1)),
                                read(EventBody.test("shop", AT))));
    }

    @ParameterizedTest
    @EnumSource
    void whatever_is_posted_fits_the_schema(OrderStatus status) throws Exception {
        var schema = new Schema(JSON.readTree(Page.of("webhooks.schema.json").text()));
        var part = told(status, PART, false);
        assertThat(part.type()).isEqualTo(EventType.REFUND_SUCCEEDED);
        assertThat(schema.flaw(read(EventBody.forShop(part)))).isEmpty();
        assertThat(schema.flaw(read(EventBody.forConsignor(part, "I1", 3)))).isEmpty();
        if (Notification.isToldOf(status)) {
            for (var refund : new @Nullable RefundPart[] {null, PART}) {
                var end = told(status, refund, true);
                assertThat(end.type().word())
                        .isEqualTo("order." + status.name().toLowerCase(Locale.ROOT));
                assertThat(schema.flaw(read(EventBody.forShop(end)))).isEmpty();
            }
        }
        assertThat(schema.flaw(read(EventBody.test("shop", AT)))).isEmpty();
        assertThat(
                        schema.flaw(
                                read(
                                        "{\"type\":\"order.completed\",\"timestamp\":\"x\",\"data\":{}}")))
                .isPresent();
    }

    private static Notification told(OrderStatus status, @Nullable RefundPart refund, boolean end) {
        return new Notification(
                refund == null || end
                        ? Notification.idOfEnd(ORDER, status, 3)
                        : Notification.idOfRefund(ORDER, refund.refundNo()),
                ORDER,
                new BuyerId("ann"),
                status,
                Money.of("CNY", 27_000),
                refund,
                AT);
    }

    private static JsonNode read(String json) {
        return JSON.readTree(json);
    }
}
