package dev.consign.testbed.attack;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Goes to every route without a key, with keys that are none and with every key whose role may
/// not, by every method there is, and around the list of routes by other ways of writing a path.
final class RolesAttack implements Attack.Round {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> WAYS_AROUND =
            List.of(
                    "/api/orders/",
                    "/API/orders/O0000000000000001",
                    "/api/orders.json",
                    "/api/payouts/",
                    "/api/payouts.csv",
                    "/api/./payouts",
                    "/api/payouts%20",
                    "/actuator",
                    "/actuator/env",
                    "/actuator/heapdump",
                    "/actuator/loggers",
                    "/actuator/shutdown",
                    "/swagger-ui/index.html",
                    "/h2-console",
                    "/error",
                    "/",
                    "/index.html",
                    "/.git/config",
                    "/WEB-INF/web.xml",
                    "/META-INF/MANIFEST.MF");

    @Override
    public void run(Target target, Tally tally, boolean quick) throws InterruptedException {
        for (var operation : target.operations()) {
            if (operation.roles().isEmpty()) {
                tally.through(operation + ": no rule says who may call it");
            }
            strangers(target, tally, operation);
            for (var role : Target.ROLES) {
                var answer =
                        target.as(role, operation.method(), operation.at("X1"), operation.body());
                if (!operation.roles().contains(role)) {
                    tally.check(
                            answer.isRefusal() && List.of(403, 429).contains(answer.status()),
                            operation + " as " + role + ": " + answer);
                } else if (List.of(401, 403).contains(answer.status())) {
                    tally.through(operation + " is refused to " + role + ", who may: " + answer);
                }
            }
        }
        otherMethods(target, tally);
        for (var path : WAYS_AROUND) {
            tally.mustRefuse("GET " + path + " without a key", target.send("GET", path, null, ""));
            tally.mustRefuse("GET " + path + " as support", target.as("support", "GET", path, ""));
        }
    }

    private static void strangers(Target target, Tally tally, Operation operation)
            throws InterruptedException {
        var good = target.launcher().apiKey(operation.role());
        var path = operation.at("X1");
        var answers =
                List.of(
                        target.send(operation.method(), path, null, operation.body()),
                        target.send(operation.method(), path, "made-up-key", operation.body()),
                        target.send(operation.method(), path, good + "x", operation.body()),
                        target.send(
                                operation.method(),
                                path,
                                good.substring(0, good.length() - 1),
                                operation.body()),
                        target.send(
                                operation.method(),
                                path,
                                null,
                                operation.body(),
                                "Authorization",
                                "Basic " + good),
                        target.send(
                                operation.method(),
                                path + "?api_key=" + good + "&access_token=" + good,
                                null,
                                operation.body(),
                                "X-Api-Key",
                                good,
                                "X-Forwarded-For",
                                "127.0.0.1"));
        for (var answer : answers) {
            tally.check(
                    answer.isRefusal() && List.of(401, 429).contains(answer.status()),
                    operation + " as a stranger: " + answer);
        }
    }

    /// A method that the description does not name is none.
    private static void otherMethods(Target target, Tally tally) throws InterruptedException {
        var known = new HashSet<String>();
        target.operations().forEach(one -> known.add(one.method() + " " + one.at("X1")));
        for (var path : paths(target)) {
            for (var method : METHODS) {
                if (!known.contains(method + " " + path)) {
                    tally.mustRefuse(
                            method + " " + path,
                            target.as("ops", method, path, method.equals("GET") ? "" : "{}"));
                }
            }
        }
    }

    private static Set<String> paths(Target target) {
        var paths = new HashSet<String>();
        target.operations().forEach(one -> paths.add(one.at("X1")));
        return paths;
    }
}
