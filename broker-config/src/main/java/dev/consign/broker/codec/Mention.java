package dev.consign.broker.codec;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What a body speaks of, read as far as it can be read, whatever its schema, type and flaws: so
/// that support finds the order of a message that nobody could process (issue 10). For search and
/// display only: nothing is ever applied on it, and none of it need be true.
///
/// @param kind of fact as it stands there, known here or not
/// @param amount of the first object called `amount` that is one
public record Mention(
        @Nullable String kind,
        @Nullable OrderNo orderNo,
        @Nullable PaymentNo paymentNo,
        @Nullable TransactionId transactionId,
        @Nullable Money amount) {
    /// A body that says nothing.
    public static final Mention NOTHING = new Mention(null, null, null, null, null);

    private static final String AMOUNT = "amount";
    private static final Pattern KIND = Pattern.compile("[A-Za-z_]{1,32}");

    /// Never throws, and reads nothing over 64 KiB.
    ///
    /// @param body of any kind; what is no JSON in UTF-8 says nothing
    public static Mention in(byte[] body) {
        return body.length > Body.MAX_BYTES
                ? NOTHING
                : in(new String(body, StandardCharsets.UTF_8));
    }

    /// Never throws, and reads nothing over 64 Ki characters.
    ///
    /// @param body any text
    public static Mention in(String body) {
        if (body.length() > Body.MAX_BYTES) {
            return NOTHING;
        }
        var reading = new Reading();
        try (var json = Json.MAPPER.createParser(body)) {
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                reading.take(token, json);
            }
        } catch (JacksonException _) {
            // What stood before the flaw was read, and what stands behind it is not looked for.
            return reading.mention();
        }
        return reading.mention();
    }

    /// Of each name the outermost counts, of several the first: where a body can be read at all, it
    /// is read there.
    private static final class Reading {
        private final Map<String, Found> found = new HashMap<>();
        private final Deque<String> objects = new ArrayDeque<>();
        private String name = "";
        private @Nullable String currency;
        private @Nullable Long minor;

        void take(JsonToken token, JsonParser json) {
            switch (token) {
                case PROPERTY_NAME -> name = json.currentName();
                case START_OBJECT -> {
                    objects.push(name);
                    currency = null;
                    minor = null;
                }
                case END_OBJECT -> {
                    var ended = objects.poll();
                    if (AMOUNT.equals(ended)) {
                        put(AMOUNT, money());
                    }
                }
                case VALUE_STRING -> text(json.getString());
                case VALUE_NUMBER_INT -> number(json);
                default -> {}
            }
        }

        Mention mention() {
            return new Mention(
                    get("kind", String.class),
                    get("orderNo", OrderNo.class),
                    get("paymentNo", PaymentNo.class),
                    get("transactionId", TransactionId.class),
                    get(AMOUNT, Money.class));
        }

        private void text(String text) {
            switch (name) {
                case "kind" -> put(name, KIND.matcher(text).matches() ? text : null);
                case "orderNo" -> put(name, as(OrderNo::new, text));
                case "paymentNo" -> put(name, as(PaymentNo::new, text));
                case "transactionId" -> put(name, as(TransactionId::new, text));
                case "currency" -> currency = text;
                default -> {}
            }
        }

        private void number(JsonParser json) {
            if (name.equals("minor")) {
                minor =
                        json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                                ? null
                                : Long.valueOf(json.getLongValue());
            }
        }

        private @Nullable Money money() {
            var whole = minor;
            return currency == null || whole == null || whole < 0
                    ? null
                    : as(code -> Money.of(code, whole), currency);
        }

        private void put(String of, @Nullable Object value) {
            var depth = objects.size();
            var before = found.get(of);
            if (value != null && (before == null || depth < before.depth())) {
                found.put(of, new Found(value, depth));
            }
        }

        private <T> @Nullable T get(String of, Class<T> type) {
            var value = found.get(of);
            return value == null ? null : type.cast(value.value());
        }

        private static <T> @Nullable T as(Function<String, T> type, String text) {
            try {
                return type.apply(text);
            } catch (IllegalArgumentException _) {
                return null;
            }
        }

        private record Found(Object value, int depth) {}
    }
}
