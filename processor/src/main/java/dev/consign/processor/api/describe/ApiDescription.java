package dev.consign.processor.api.describe;

import dev.consign.processor.api.idempotency.IdempotentRequest;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// What `/v3/api-docs` says beyond what the controllers show: how to authenticate, what each
/// operation is for, and what it can answer. After every other customizer: it reads what they have
/// made of the operations.
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
public final class ApiDescription implements OpenApiCustomizer {
    private static final String SCHEME = "apiKey";
    private static final Texts OPERATIONS = Texts.read("operations.yml");
    private static final Texts EVENTS = Texts.read("webhooks.yml");

    /// Where a request without a key is taken too.
    private static final Set<String> OPTIONAL_KEYS =
            Set.of(
                    "/api/consignors",
                    "/api/items",
                    "/api/cases/{id}/resolve",
                    "/api/items/{itemId}/stock",
                    "/api/reconciliations");

    private final NullableFields nullable;

    ApiDescription(NullableFields nullable) {
        this.nullable = nullable;
    }

    /// What it says without any controller.
    public static OpenAPI frame() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Consign processor")
                                .version("1")
                                .description(
                                        "Orders paid through a gateway and credited exactly once."
                                                + " Money is whole minor units; times are RFC 3339 UTC."))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        SCHEME,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")
                                                .description(
                                                        "One API key a role: shop, support, finance, ops.")));
    }

    @Override
    public void customise(OpenAPI api) {
        // Not among the components above: springdoc drops schemas that no controller mentions.
        api.getComponents().addSchemas(ErrorCodes.PROBLEM, ErrorCodes.problem());
        ErrorCodes.examples().forEach(api.getComponents()::addExamples);
        api.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap()
                                .forEach(
                                        (method, one) -> complete(method + " " + path, path, one)));
        api.getWebhooks().forEach(ApiDescription::complete);
        FieldTexts.describe(schemas(api), nullable);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Map<String, Schema<?>> schemas(OpenAPI api) {
        return (Map) api.getComponents().getSchemas();
    }

    private static void complete(String type, PathItem posted) {
        posted.getPost().setSummary(EVENTS.text(type));
        posted.getPost().setTags(List.of("webhooks"));
    }

    private static void complete(String route, String path, Operation operation) {
        var said = OPERATIONS.of(route);
        operation.setOperationId(said.text("id"));
        operation.setSummary(said.text("summary"));
        operation.setDescription(said.text("description"));
        operation.setTags(List.of(path.split("/", -1)[path.startsWith("/api/") ? 2 : 1]));
        if (path.startsWith("/api/")) {
            operation.addSecurityItem(new SecurityRequirement().addList(SCHEME));
            ErrorCodes.describe(operation, said.list("codes"), isList(operation));
        } else {
            ErrorCodes.describeOpen(operation, said.list("codes"));
        }
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().setRequired(!said.has("mayBeEmpty"));
        }
        keys(path, operation);
        FieldTexts.describe(operation);
        if ("getOrder".equals(operation.getOperationId())) {
            tags(operation);
        }
    }

    private static boolean isList(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(one -> "after".equals(one.getName()));
    }

    private static void keys(String path, Operation operation) {
        if (operation.getParameters() == null) {
            return;
        }
        operation.getParameters().stream()
                .filter(one -> IdempotentRequest.HEADER.equals(one.getName()))
                .forEach(one ->
                        one.required(!OPTIONAL_KEYS.contains(path))
                                .description(
                                        OPTIONAL_KEYS.contains(path)
                                                ? "Honoured always; needed for what moves money."
                                                : "New for every request, the same for every repeat."));
        operation.getParameters().stream()
                .filter(one -> "before".equals(one.getName()))
                .forEach(one -> one.setDeprecated(true));
    }

    private static void tags(Operation operation) {
        var tag = new Header().description("Of what this caller sees.").schema(new StringSchema());
        Objects.requireNonNull(operation.getResponses().get("200")).addHeaderObject("ETag", tag);
        operation
                .getResponses()
                .addApiResponse(
                        "304",
                        new ApiResponse()
                                .description("The order is as it was; nothing is shown.")
                                .addHeaderObject("ETag", tag));
    }
}
