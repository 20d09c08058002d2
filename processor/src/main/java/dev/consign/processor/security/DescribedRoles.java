package dev.consign.processor.security;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import java.util.List;
import java.util.Locale;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPatternParser;

/// Says of every route in `/v3/api-docs` which roles may call it, as `x-roles`: the matrix by which
/// requests are let in, not a copy of it. A route with an empty list is closed to everybody.
@Component
final class DescribedRoles implements OpenApiCustomizer {
    private static final String EXTENSION = "x-roles";

    @Override
    public void customise(OpenAPI api) {
        api.getPaths().forEach(DescribedRoles::describe);
    }

    private static void describe(String path, PathItem item) {
        if (path.startsWith("/api/")) {
            item.readOperationsMap()
                    .forEach((method, operation) ->
                            operation.addExtension(EXTENSION, roles(method.name(), path)));
        }
    }

    /// Those of the first line that matches, as for a request.
    private static List<String> roles(String method, String path) {
        var segments = PathContainer.parsePath(path);
        return Routes.ALL.stream()
                .filter(route ->
                        route.method().equals(HttpMethod.valueOf(method))
                                && PathPatternParser.defaultInstance
                                        .parse(route.pattern())
                                        .matches(segments))
                .findFirst()
                .map(route ->
                        route.roles().stream()
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList())
                .orElse(List.of());
    }
}
