package dev.consign.processor.shop;

import dev.consign.processor.idempotency.IdempotentRequest;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What `/v3/api-docs` says beyond what the controllers show: how to authenticate, what a problem
/// looks like, and that an Idempotency-Key is required where there is one.
@Configuration(proxyBeanMethods = false)
class ApiDescription {
    private static final String SCHEME = "apiKey";
    private static final String PROBLEM = "Problem";

    /// A repeat of these without a key does it once more, which somebody may want.
    private static final Set<String> KEY_OPTIONAL =
            Set.of("/api/consignors", "/api/items", "/api/items/{itemId}/stock");

    @Bean
    OpenAPI description() {
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

    @Bean
    OpenApiCustomizer problemsAndKeys() {
        return api -> {
            // Not among the components above: springdoc drops schemas that no controller mentions.
            api.getComponents().addSchemas(PROBLEM, problem());
            api.getPaths()
                    .forEach((path, item) ->
                            item.readOperations().forEach(one -> complete(path, one)));
        };
    }

    private static void complete(String path, Operation operation) {
        if (path.startsWith("/api/")) {
            operation.addSecurityItem(new SecurityRequirement().addList(SCHEME));
        }
        operation.getResponses().addApiResponse("default", refusal());
        var parameters = operation.getParameters();
        if (parameters == null) {
            return;
        }
        parameters.stream()
                .filter(one -> IdempotentRequest.HEADER.equals(one.getName()))
                .forEach(one ->
                        one.required(!path.endsWith("/resolve") && !KEY_OPTIONAL.contains(path))
                                .description(
                                        path.endsWith("/resolve")
                                                ? "Needed for what moves money, honoured always."
                                                : "New for every request, the same for every repeat."));
    }

    private static ApiResponse refusal() {
        return new ApiResponse()
                .description("RFC 9457: a stable code, and a sentence that says what to do")
                .content(
                        new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType()
                                                .schema(
                                                        new Schema<>()
                                                                .$ref(
                                                                        "#/components/schemas/"
                                                                                + PROBLEM))));
    }

    private static ObjectSchema problem() {
        var problem = new ObjectSchema();
        problem.addProperty("type", new StringSchema().example("/problems/sold_out"));
        problem.addProperty("title", new StringSchema());
        problem.addProperty("status", new IntegerSchema());
        problem.addProperty("detail", new StringSchema());
        problem.addProperty("code", new StringSchema().example("sold_out"));
        problem.addProperty("instance", new StringSchema());
        problem.setRequired(List.of("type", "title", "status", "detail", "code", "instance"));
        return problem;
    }
}
