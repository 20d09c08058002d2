package dev.consign.processor.backoffice.notifications;

import dev.consign.message.EventType;
import dev.consign.notify.webhook.EventBody;
import dev.consign.order.OrderStatus;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Describes what is posted to the shop and to consignors, under `webhooks` of `/v3/api-docs`:
/// every type there is, with the very records that are written.
@Component
@Order(0)
final class DescribedEvents implements OpenApiCustomizer {
    private static final String AT = "2026-11-20T10:00:00Z";

    /// What is posted to each, by the name of its record.
    private static final Map<String, Class<?>> DATA =
            Map.of(
                    "shop", EventBody.ShopData.class,
                    "consignor", EventBody.ConsignorData.class,
                    "test", EventBody.TestData.class);

    /// Adds them, without summaries: those are among the texts, which come last.
    @Override
    public void customise(OpenAPI api) {
        DATA.values()
                .forEach(type ->
                        ModelConverters.getInstance(true)
                                .readAll(type)
                                .forEach(api.getComponents()::addSchemas));
        Arrays.stream(EventType.values()).forEach(type -> describe(api, type));
    }

    private static List<String> recipients(EventType type) {
        return switch (type) {
            case ORDER_COMPLETED, ORDER_REFUNDED, REFUND_SUCCEEDED -> List.of("shop", "consignor");
            case ORDER_FAILED, ORDER_EXPIRED, REFUND_RETURNED -> List.of("shop");
            case WEBHOOK_TEST -> List.of("test");
        };
    }

    private static OrderStatus status(EventType type) {
        return switch (type) {
            case ORDER_COMPLETED, REFUND_SUCCEEDED, REFUND_RETURNED, WEBHOOK_TEST ->
                    OrderStatus.COMPLETED;
            case ORDER_FAILED -> OrderStatus.FAILED;
            case ORDER_EXPIRED -> OrderStatus.EXPIRED;
            case ORDER_REFUNDED -> OrderStatus.REFUNDED;
        };
    }

    private static void describe(OpenAPI api, EventType type) {
        var to = recipients(type);
        var posted =
                new Operation()
                        .operationId(id(type))
                        .description(
                                "Posted to: %s. Answer 2xx; anything else is sent again, under the same `webhook-id`. Signed by Standard Webhooks."
                                        .formatted(String.join(", ", to)))
                        .parameters(
                                List.of(
                                        header(
                                                "webhook-id",
                                                "The event, the same for every repeat."),
                                        header(
                                                "webhook-timestamp",
                                                "When this attempt was sent, seconds since 1970."),
                                        header(
                                                "webhook-signature",
                                                "`v1,` and the base64 of HMAC-SHA256 over id.timestamp.body; several with blanks between.")))
                        .requestBody(
                                new RequestBody()
                                        .required(true)
                                        .content(
                                                new Content()
                                                        .addMediaType(
                                                                "application/json",
                                                                new MediaType()
                                                                        .schema(schema(type, to))
                                                                        .example(
                                                                                example(
                                                                                        type,
                                                                                        to)))))
                        .responses(
                                new ApiResponses()
                                        .addApiResponse(
                                                "2XX",
                                                new ApiResponse().description("It is taken.")));
        api.addWebhooks(type.word(), new PathItem().post(posted));
    }

    /// `orderCompleted`.
    private static String id(EventType type) {
        var words = type.word().split("\\.", -1);
        return words[0] + words[1].substring(0, 1).toUpperCase(Locale.ROOT) + words[1].substring(1);
    }

    private static HeaderParameter header(String name, String meaning) {
        var header = new HeaderParameter();
        header.name(name).required(true).description(meaning).schema(new StringSchema());
        return header;
    }

    @SuppressWarnings("rawtypes")
    private static Schema<?> schema(EventType type, List<String> to) {
        var schema = new ObjectSchema();
        schema.addProperty("type", new StringSchema().addEnumItem(type.word()));
        schema.addProperty(
                "timestamp",
                new StringSchema().format("date-time").description("When it happened."));
        var data =
                to.stream()
                        .<Schema>map(one -> reference(Objects.requireNonNull(DATA.get(one))))
                        .toList();
        schema.addProperty("data", data.size() == 1 ? data.getFirst() : new Schema<>().anyOf(data));
        schema.setRequired(List.of("type", "timestamp", "data"));
        return schema;
    }

    private static Schema<?> reference(Class<?> type) {
        return new Schema<>().$ref("#/components/schemas/" + type.getSimpleName());
    }

    private static Map<String, Object> example(EventType type, List<String> to) {
        var data = new LinkedHashMap<String, Object>();
        if (to.contains("test")) {
            data.put("target", "shop");
        } else {
            data.put("orderNo", "O01JD4X7Q2M8ZKTB3");
            data.put("buyerId", "ann");
            data.put("status", status(type).name());
            data.put("amount", Map.of("currency", "CNY", "minor", 27_000));
            if (type == EventType.REFUND_SUCCEEDED || type == EventType.REFUND_RETURNED) {
                var part = Map.of("currency", "CNY", "minor", 7_000);
                var total =
                        type == EventType.REFUND_SUCCEEDED
                                ? part
                                : Map.of("currency", "CNY", "minor", 0);
                data.put(
                        "refund",
                        Map.of("refundNo", "R01JD4X9A0C5YVWN7", "amount", part, "total", total));
            }
        }
        var example = new LinkedHashMap<String, Object>();
        example.put("type", type.word());
        example.put("timestamp", AT);
        example.put("data", data);
        return example;
    }
}
