package dev.consign.testbed.attack;

import java.util.List;

/// Asks every route for what it has no parameter for, twice for what it has, and for ids that are
/// none.
final class ParametersAttack implements Attack.Round {
    private static final List<String> UNKNOWN =
            List.of("nonsense=1", "nonsense", "=1", "Status=OPEN", "limit=1000000", "sort=id;desc");
    private static final List<String> NO_TEXT =
            List.of(
                    "%C3%A9",
                    "a%E5%8D%A1",
                    "%ED%A0%80",
                    "%FF",
                    "%00",
                    "a%0Ab",
                    "%7F",
                    "%E2%80%AE",
                    "%F0%9F%98%80");
    private static final List<String> NO_NAMES =
            List.of("%C3%A9", "%E5%8D%A1", "a%0Ab", "a%09b", "%7F", "x".repeat(2_000));

    @Override
    public void run(Target target, Tally tally, boolean quick) throws InterruptedException {
        for (var operation : target.operations()) {
            for (var query : UNKNOWN) {
                refused(target, tally, operation, "X1", query);
            }
            for (var name : operation.query()) {
                refused(target, tally, operation, "X1", "%1$s=a&%1$s=b".formatted(name));
                refused(target, tally, operation, "X1", "%1$s=a&%1$s=a".formatted(name));
                refused(target, tally, operation, "X1", "%1$s&%1$s=".formatted(name));
                for (var value : quick ? NO_TEXT.subList(0, 3) : NO_TEXT) {
                    refused(target, tally, operation, "X1", name + "=" + value);
                }
                if (name.endsWith("No") || name.endsWith("Id")) {
                    refused(target, tally, operation, "X1", name + "=" + "x".repeat(300));
                    refused(target, tally, operation, "X1", name + "='%20OR%201=1--%20");
                }
            }
            if (operation.hasVariables()) {
                for (var name : NO_NAMES) {
                    refused(target, tally, operation, name, "");
                }
            }
        }
    }

    private static void refused(
            Target target, Tally tally, Operation operation, String name, String query)
            throws InterruptedException {
        var path = operation.at(name) + (query.isEmpty() ? "" : "?" + query);
        tally.mustRefuse(
                operation.method() + " " + path,
                target.as(operation.role(), operation.method(), path, operation.body()));
    }
}
