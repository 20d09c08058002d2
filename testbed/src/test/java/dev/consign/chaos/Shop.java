package dev.consign.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The shop's front end: a catalogue of one asset and one card key, and orders for them.
final class Shop {
    private final Stack stack;
    private final String asset;
    private final String card;

    /// @param assets pieces on the shelf
    /// @param cards card keys on the shelf
    Shop(Stack stack, int assets, int cards) throws IOException, InterruptedException {
        this.stack = stack;
        var consignor =
                created("/api/consignors", "{\"name\":\"Cards & Co\",\"commissionBps\":333}")
                        .replaceAll(".*\"consignorId\":\"(.*?)\".*", "$1");
        asset = item(consignor, "\"ASSET_CREDIT\",\"assetUnits\":100");
        card = item(consignor, "\"CARD_KEY\"");
        stock(asset, "{\"units\":%d}".formatted(assets));
        var keys =
                IntStream.range(0, cards)
                        .mapToObj("\"KEY-%06d\""::formatted)
                        .collect(Collectors.joining(","));
        stock(card, "{\"keys\":[%s]}".formatted(keys));
    }

    /// @param key of this one order, however often it is sent
    HttpResponse<String> order(String key, boolean ofCards)
            throws IOException, InterruptedException {
        return stack.post(
                "shop",
                "/api/orders",
                Map.of("Idempotency-Key", key),
                "{\"buyerId\":\"buyer-%s\",\"itemId\":\"%s\",\"quantity\":1,\"gateway\":\"sandbox\"}"
                        .formatted(key, ofCards ? card : asset));
    }

    Sale sale(String key, boolean ofCards) throws IOException, InterruptedException {
        var answer = order(key, ofCards);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Sale.of(answer);
    }

    private String item(String consignor, String kind) throws IOException, InterruptedException {
        return created(
                        "/api/items",
                        "{\"consignorId\":\"%s\",\"title\":\"A thing\",\"price\":{\"currency\":\"CNY\",\"minor\":%d},\"kind\":%s}"
                                .formatted(consignor, Sale.PRICE, kind))
                .replaceAll(".*\"itemId\":\"(.*?)\".*", "$1");
    }

    private String created(String path, String body) throws IOException, InterruptedException {
        var answer = stack.post("shop", path, Map.of(), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.body();
    }

    private void stock(String item, String body) throws IOException, InterruptedException {
        var answer = stack.post("shop", "/api/items/" + item + "/stock", Map.of(), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
