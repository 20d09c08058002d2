package dev.consign.cli;

import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `consign order show`: what was ordered, paid, given back and delivered, what a person must look
/// at, and everything that happened to it.
@Command(name = "order", mixinStandardHelpOptions = true, description = "Look at an order.")
public final class OrderCommand {
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description =
                    "Show an order with its payments, refunds, disputes, cases, deliveries and history.")
    int show(
            @Parameters(paramLabel = "ORDER_NO", description = "Number of the order.")
                    String orderNo,
            @Mixin Connection connection) {
        var order = connection.as("support").get("/api/orders/" + Api.encoded(orderNo));
        System.out.println(connection.json() ? order.toPrettyString() : readable(order));
        return 0;
    }

    @Command(
            name = "find",
            mixinStandardHelpOptions = true,
            description =
                    "Find orders by buyer, transaction, amount, status or time, newest first.")
    int find(@Mixin OrderFilter filter, @Mixin Connection connection) {
        var found = connection.as("support").get(Api.query("/api/orders", filter.query()));
        System.out.println(
                connection.json()
                        ? found.toPrettyString()
                        : found(found, connection.options() + filter.options()));
        return 0;
    }

    private static String found(JsonNode page, String options) {
        var orders = page.path("items");
        if (orders.isEmpty()) {
            return "No such orders.";
        }
        var table =
                new Table("ORDER", "STATUS", "AMOUNT", "BUYER", "ITEM", "PIECES", "PLACED")
                        .rows(
                                orders,
                                "orderNo",
                                "status",
                                "amount",
                                "buyerId",
                                "itemId",
                                "quantity",
                                "createdAt");
        var next = page.path("next");
        return next.isString()
                ? "%s%n%n%d shown; ./consign order find %s--after %s for more"
                        .formatted(table, orders.size(), options, Text.of(next))
                : table.toString();
    }

    /// What the order has nothing of is left out.
    private static String readable(JsonNode order) {
        var parts = new ArrayList<Table>();
        parts.add(
                new Table("ORDER", "STATUS", "AMOUNT", "BUYER", "EXPIRES", "CANCEL REQUESTED")
                        .row(
                                order,
                                "orderNo",
                                "status",
                                "amount",
                                "buyerId",
                                "expiresAt",
                                "cancelRequested"));
        parts.add(
                new Table("OPEN CASE", "KIND", "PAYMENT", "AMOUNT", "SINCE", "WHY")
                        .rows(
                                order.path("openCases"),
                                "caseId",
                                "kind",
                                "paymentNo",
                                "amount",
                                "since",
                                "evidence"));
        parts.add(payments(order));
        parts.add(
                new Table("TO BE CONFIRMED", "PAYMENT", "AMOUNT", "TRANSACTION", "SOURCE", "SINCE")
                        .rows(
                                order.path("confirming"),
                                "kind",
                                "paymentNo",
                                "amount",
                                "transactionId",
                                "source",
                                "since"));
        parts.add(
                new Table(
                                "REFUND",
                                "AT GATEWAY",
                                "PAYMENT",
                                "STATUS",
                                "AMOUNT",
                                "REQUESTED",
                                "ENDED",
                                "BY",
                                "REASON")
                        .rows(
                                order.path("refunds"),
                                "refundNo",
                                "gatewayRefundNo",
                                "paymentNo",
                                "status",
                                "amount",
                                "requestedAt",
                                "endedAt",
                                "actor",
                                "reason"));
        parts.add(
                new Table("DISPUTE", "PAYMENT", "STATUS", "AMOUNT", "OPENED", "ENDED")
                        .rows(
                                order.path("disputes"),
                                "disputeNo",
                                "paymentNo",
                                "status",
                                "amount",
                                "openedAt",
                                "endedAt"));
        parts.add(new Table("KEY", "UNITS").rows(order.path("deliveries"), "key", "units"));
        parts.add(
                new Table("AT", "FROM", "TO", "SOURCE", "WHO", "WHY")
                        .rows(order.path("history"), "at", "from", "to", "source", "actor", "why"));
        parts.removeIf(Table::isEmpty);
        return String.join("\n\n", parts.stream().map(Table::toString).toList());
    }

    private static Table payments(JsonNode order) {
        return new Table(
                        "PAYMENT",
                        "STATUS",
                        "GATEWAY",
                        "AMOUNT",
                        "COLLECTED",
                        "UNALLOCATED",
                        "REFUNDED",
                        "TRANSACTION")
                .rows(
                        order.path("payments"),
                        "paymentNo",
                        "status",
                        "gateway",
                        "amount",
                        "collected",
                        "unallocated",
                        "refunded",
                        "transactionId");
    }
}
