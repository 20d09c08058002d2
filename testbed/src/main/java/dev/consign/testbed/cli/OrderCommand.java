package dev.consign.testbed.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `consign order show`: what was ordered, paid and delivered, and everything that happened to it.
@Command(name = "order", mixinStandardHelpOptions = true, description = "Look at an order.")
public final class OrderCommand {
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show an order with its payments, deliveries and history.")
    int show(
            @Parameters(paramLabel = "ORDER_NO", description = "Number of the order.")
                    String orderNo,
            @Option(names = "--json", description = "Print the answer as it is.") boolean json) {
        var order = Api.fromEnvironment(System.getenv()).get("/api/orders/" + Api.encoded(orderNo));
        System.out.println(json ? order.toPrettyString() : readable(order));
        return 0;
    }

    private static String readable(JsonNode order) {
        var head = new Table("ORDER", "STATUS", "AMOUNT", "BUYER", "EXPIRES");
        head.row(order, "orderNo", "status", "amount", "buyerId", "expiresAt");
        var payments = new Table("PAYMENT", "STATUS", "GATEWAY", "AMOUNT");
        order.path("payments")
                .forEach(row -> payments.row(row, "paymentNo", "status", "gateway", "amount"));
        var deliveries = new Table("KEY", "UNITS");
        order.path("deliveries").forEach(row -> deliveries.row(row, "key", "units"));
        var history = new Table("AT", "FROM", "TO", "SOURCE", "WHY");
        order.path("history").forEach(row -> history.row(row, "at", "from", "to", "source", "why"));
        return head + "\n\n" + payments + "\n\n" + deliveries + "\n\n" + history;
    }
}
