package dev.consign.processor.security;

import static dev.consign.processor.security.Role.FINANCE;
import static dev.consign.processor.security.Role.OPS;
import static dev.consign.processor.security.Role.SHOP;
import static dev.consign.processor.security.Role.SUPPORT;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/// Who may call what. A route that is not here is closed to everybody, also when somebody adds a
/// controller and forgets this list.
final class Routes {
    /// The whole matrix.
    static final List<Route> ALL =
            List.of(
                    route(POST, "/api/consignors", SHOP, OPS),
                    route(GET, "/api/consignors", SHOP, SUPPORT, FINANCE, OPS),
                    route(GET, "/api/consignors/{id}/statement", FINANCE, SHOP),
                    route(POST, "/api/consignors/{id}/webhooks", SHOP, SUPPORT),
                    route(GET, "/api/consignors/{id}/webhooks", SHOP, SUPPORT),
                    route(POST, "/api/consignors/{id}/webhooks/{webhookId}/enable", SHOP, SUPPORT),
                    route(DELETE, "/api/consignors/{id}/webhooks/{webhookId}", SHOP, SUPPORT),
                    route(POST, "/api/consignors/{id}/webhooks/{webhookId}/test", SHOP, SUPPORT),
                    route(POST, "/api/payouts", FINANCE),
                    route(GET, "/api/payouts", FINANCE),
                    route(GET, "/api/payouts/held", FINANCE),
                    route(POST, "/api/items", SHOP, OPS),
                    route(GET, "/api/items", SHOP, SUPPORT, OPS),
                    route(GET, "/api/items/{itemId}", SHOP, OPS),
                    route(PATCH, "/api/items/{itemId}", SHOP, OPS),
                    route(POST, "/api/items/{itemId}/stock", SHOP, OPS),
                    route(POST, "/api/items/{itemId}/withdraw", SHOP, OPS),
                    route(POST, "/api/items/{itemId}/restore", SHOP, OPS),
                    route(GET, "/api/card-keys/secrets", OPS),
                    route(POST, "/api/card-keys/rotate", OPS),
                    route(POST, "/api/orders", SHOP),
                    route(GET, "/api/orders", SHOP, SUPPORT, FINANCE, OPS),
                    route(GET, "/api/orders/{orderNo}", SHOP, SUPPORT, FINANCE, OPS),
                    route(POST, "/api/orders/{orderNo}/cancel", SHOP),
                    route(POST, "/api/orders/{orderNo}/payments", SHOP, SUPPORT),
                    route(POST, "/api/orders/{orderNo}/refunds", SHOP, FINANCE),
                    route(
                            GET,
                            "/api/orders/{orderNo}/refunds/{refundNo}",
                            SHOP,
                            SUPPORT,
                            FINANCE,
                            OPS),
                    route(GET, "/api/buyers/{buyerId}/assets", SHOP, SUPPORT),
                    route(PUT, "/api/buyers/{buyerId}/contact", SHOP),
                    route(DELETE, "/api/buyers/{buyerId}/contact", SHOP),
                    route(GET, "/api/notifications", SUPPORT, OPS),
                    route(POST, "/api/notifications/test", SHOP, SUPPORT, OPS),
                    route(POST, "/api/notifications/{id}/send-again", SUPPORT),
                    route(GET, "/api/callbacks", SUPPORT, OPS, FINANCE),
                    route(GET, "/api/callbacks/inbox", SUPPORT, OPS, FINANCE),
                    route(GET, "/api/callbacks/inbox/{id}", SUPPORT, OPS, FINANCE),
                    route(GET, "/api/cases", SUPPORT, FINANCE, OPS),
                    route(GET, "/api/cases/{id}", SUPPORT, FINANCE, OPS),
                    route(POST, "/api/cases/{id}/resolve", FINANCE, SUPPORT),
                    route(GET, "/api/proposals", FINANCE, SUPPORT),
                    route(GET, "/api/proposals/{id}", FINANCE, SUPPORT),
                    route(POST, "/api/proposals/{id}/approve", FINANCE),
                    route(POST, "/api/proposals/{id}/reject", FINANCE),
                    route(GET, "/api/dead-letters/**", SUPPORT, FINANCE, OPS),
                    // Where money hangs on a letter, finance alone: the letter says so itself.
                    route(POST, "/api/dead-letters/**", SUPPORT, FINANCE, OPS),
                    route(POST, "/api/reconciliations", FINANCE),
                    route(GET, "/api/reconciliations", FINANCE, SUPPORT),
                    route(GET, "/api/reconciliations/{runId}", FINANCE, SUPPORT),
                    route(GET, "/api/reconciliations/{runId}/breaks", FINANCE, SUPPORT),
                    route(GET, "/api/audit", FINANCE, OPS),
                    route(GET, "/api/diagnostics/**", OPS),
                    route(POST, "/api/diagnostics/**", OPS),
                    route(POST, "/api/leases/**", OPS));

    /// Callbacks carry their own signature and know no roles.
    static final String CALLBACKS = "/gateways/*/callbacks";

    /// What says nothing about any order.
    static final List<String> OPEN =
            List.of(
                    "/actuator/health/**",
                    "/actuator/prometheus",
                    "/v3/api-docs",
                    "/v3/api-docs.yaml",
                    "/docs",
                    "/docs/*");

    private static final List<PathPatternRequestMatcher> OPEN_PATHS =
            OPEN.stream().map(Routes::matcher).toList();

    private Routes() {}

    /// The methods a path takes, whoever may use them.
    static List<HttpMethod> methodsOf(HttpServletRequest request) {
        return ALL.stream()
                .filter(route -> matcher(route.pattern()).matches(request))
                .map(Route::method)
                .toList();
    }

    /// Whether the path is everybody's.
    static boolean isOpen(HttpServletRequest request) {
        return OPEN_PATHS.stream().anyMatch(one -> one.matches(request));
    }

    static PathPatternRequestMatcher matcher(String pattern) {
        return PathPatternRequestMatcher.withDefaults().matcher(pattern);
    }

    private static Route route(HttpMethod method, String pattern, Role... roles) {
        return new Route(method, pattern, Set.of(roles));
    }

    /// One line of the matrix.
    record Route(HttpMethod method, String pattern, Set<Role> roles) {
        PathPatternRequestMatcher matcher() {
            return PathPatternRequestMatcher.withDefaults().matcher(method, pattern);
        }

        String[] authorities() {
            return roles.stream().map(Role::authority).toArray(String[]::new);
        }
    }
}
