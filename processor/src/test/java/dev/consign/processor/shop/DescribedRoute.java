package dev.consign.processor.shop;

import dev.consign.processor.shop.ShopServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.RequestMethod;
import tools.jackson.databind.JsonNode;

/// A route as `/v3/api-docs` of the running program tells of it: what tests go over all routes by,
/// so that a new one is tested by itself.
///
/// @param method in capitals
/// @param path with the names of its variables in braces
/// @param roles who may call it, as the description says
/// @param query the parameters of its query
/// @param isForm whether it takes the parts of a form
record DescribedRoute(
        String method, String path, List<String> roles, List<String> query, boolean isForm) {
    private static final String BOUNDARY = "multipart/form-data; boundary=x";

    /// All under `/api`.
    static List<DescribedRoute> all(ShopServer shop) throws Exception {
        var routes = new ArrayList<DescribedRoute>();
        for (var path :
                shop.send("", "GET", "/v3/api-docs", "").json().path("paths").properties()) {
            if (path.getKey().startsWith("/api/")) {
                for (var operation : path.getValue().properties()) {
                    routes.add(of(operation.getKey(), path.getKey(), operation.getValue()));
                }
            }
        }
        return routes;
    }

    private static DescribedRoute of(String method, String path, JsonNode operation) {
        return new DescribedRoute(
                RequestMethod.valueOf(method.toUpperCase(Locale.ROOT)).name(),
                path,
                operation.path("x-roles").valueStream().map(JsonNode::asString).toList(),
                operation
                        .path("parameters")
                        .valueStream()
                        .filter(one -> one.path("in").asString().equals("query"))
                        .map(one -> one.path("name").asString())
                        .toList(),
                operation.path("requestBody").path("content").has("multipart/form-data"));
    }

    /// Method and path, as a rule is written.
    String name() {
        return method + " " + path;
    }

    /// The same with a name in the place of each variable.
    String at(String name) {
        return path.replaceAll("\\{\\w+}", name);
    }

    /// As the first role that may, to things that do not exist.
    Answer ask(ShopServer shop, String query) throws Exception {
        return ask(shop, roles.getFirst(), "X1", query);
    }

    /// @param role whose key is sent; empty for none
    /// @param name of whatever the path speaks of
    /// @param query with its question mark, or empty
    Answer ask(ShopServer shop, String role, String name, String query) throws Exception {
        var address = at(name) + query;
        if (isForm) {
            return shop.send(role, method, address, "--x--\r\n", "Content-Type", BOUNDARY);
        }
        return shop.send(role, method, address, takesBody() ? "{}" : "");
    }

    private boolean takesBody() {
        return List.of("POST", "PUT", "PATCH").contains(method);
    }

    @Override
    public String toString() {
        return name();
    }
}
