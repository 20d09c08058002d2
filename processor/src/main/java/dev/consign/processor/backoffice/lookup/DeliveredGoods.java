package dev.consign.processor.backoffice.lookup;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.consign.engine.stock.CardKeyCipher;
import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import dev.consign.processor.security.Role;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What was delivered of an order. It is found sealed, and opened only for whoever is shown it.
@Component
final class DeliveredGoods {
    private static final int SHOWN = 2;

    private static final String KEYS =
            """
            SELECT card_key_id, secret, secret_id FROM card_key
             WHERE order_no = :order AND status = 'SOLD' -- what is only reserved is nobody's yet
             ORDER BY card_key_id
            """;
    private static final String CREDITS = "SELECT units FROM asset_entry WHERE order_no = :order";

    private final JdbcClient jdbc;
    private final CardKeyCipher cipher;

    DeliveredGoods(JdbcClient jdbc, CardKeyCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
    }

    Sealed of(OrderNo orderNo, ItemId item) {
        var keys =
                jdbc.sql(KEYS)
                        .param("order", orderNo.value())
                        .query((row, _) ->
                                new SealedKey(
                                        row.getString("card_key_id"),
                                        row.getString("secret_id"),
                                        row.getBytes("secret")))
                        .list();
        var credits =
                jdbc.sql(CREDITS)
                        .param("order", orderNo.value())
                        .query((row, _) -> row.getLong("units"))
                        .list();
        return new Sealed(item, keys, credits);
    }

    /// Only the shop reads card keys; everybody else sees enough to compare one with what a buyer
    /// quotes.
    List<Delivery> open(Sealed sealed, Role reader) {
        return Stream.concat(
                        sealed.keys.stream()
                                .map(key -> cipher.decrypt(sealed.item, key.secretId, key.secret))
                                .map(key -> new Delivery(visible(key, reader), null)),
                        sealed.credits.stream().map(units -> new Delivery(null, units)))
                .toList();
    }

    private static String visible(String key, Role reader) {
        return switch (reader) {
            case SHOP -> key;
            // Of a short key even two characters would be too much.
            case SUPPORT, FINANCE, OPS ->
                    "***" + (key.length() >= 4 * SHOWN ? key.substring(key.length() - SHOWN) : "");
        };
    }

    /// Nothing of what it holds is to be read.
    ///
    /// @param credits units of the whole order
    record Sealed(ItemId item, List<SealedKey> keys, List<Long> credits) {
        /// By what one delivery is told from another: neither a key nor anything made of one.
        List<String> names() {
            return Stream.concat(
                            keys.stream().map(SealedKey::cardKeyId),
                            credits.stream().map(String::valueOf))
                    .toList();
        }
    }

    private record SealedKey(String cardKeyId, String secretId, byte[] secret) {}

    /// One key, or the units of the whole order; the other is left out.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delivery(@Nullable String key, @Nullable Long units) {}
}
