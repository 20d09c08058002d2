package dev.consign.engine.simulation.store;

import dev.consign.engine.change.ItemTerms;
import dev.consign.id.BuyerId;
import dev.consign.id.ConsignorId;
import dev.consign.id.GatewayCode;
import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/// Numbers and goods of one simulated sequence. In memory every sequence has the same; in a
/// database they follow one another.
public record Names(
        List<OrderNo> orders,
        List<PaymentNo> payments,
        List<BuyerId> buyers,
        List<ItemTerms> items,
        String prefix) {
    public static final GatewayCode GATEWAY = new GatewayCode("sandbox");
    public static final String MERCHANT = "sandbox";
    public static final int MOST_ORDERS = 5;
    private static final int MOST_PAYMENTS = 40;

    public static Names of(long sequence) {
        return new Names(
                list(MOST_ORDERS, sequence, no -> new OrderNo("O" + digits(no))),
                list(MOST_PAYMENTS, sequence, no -> new PaymentNo("P" + digits(no))),
                list(2, sequence, no -> new BuyerId("buyer-" + no)),
                List.of(
                        item(sequence * 3, ItemKind.ASSET_CREDIT, 1_001, 333, true),
                        item(sequence * 3 + 1, ItemKind.CARD_KEY, 700, 1_000, false),
                        item(sequence * 3 + 2, ItemKind.ASSET_CREDIT, 27_001, 5_001, false)),
                "t" + sequence + "-");
    }

    private static ItemTerms item(long no, ItemKind kind, long price, int feeBps, boolean once) {
        return new ItemTerms(
                new ItemId("I" + digits(no)),
                new ConsignorId("C" + digits(no)),
                "a thing",
                kind,
                Money.of("CNY", price),
                kind == ItemKind.ASSET_CREDIT ? 10 : 0,
                feeBps,
                once);
    }

    private static <T> List<T> list(int count, long sequence, LongFunction<T> make) {
        return LongStream.range(0, count).mapToObj(i -> make.apply(sequence * count + i)).toList();
    }

    private static String digits(long number) {
        var text = Long.toString(number);
        return "0".repeat(16 - text.length()) + text;
    }
}
