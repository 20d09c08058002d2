package dev.consign.processor.order;

import dev.consign.id.ItemId;
import dev.consign.sql.InvariantViolation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts pieces on the shelf in the caller's transaction: counted and, for card keys, written in the
/// same transaction, so that neither is ever there without the other. The stock row is locked
/// first: two deliveries of one item follow each other.
public final class StockReceipt {
    private static final int SLICE = 500;

    private static final String OPEN =
            "INSERT INTO stock (item_id, received, available, reserved, sold) VALUES (:item, 0, 0, 0, 0)";

    private static final String LOCK =
            "SELECT available FROM stock WHERE item_id = :item FOR UPDATE";

    private static final String COUNT =
            """
            UPDATE stock SET received = received + :pieces, available = available + :pieces
             WHERE item_id = :item -- locked above
            """;

    private static final String LISTED =
            "SELECT digest FROM card_key WHERE item_id = :item AND digest IN (:digests)";

    private static final String INSERT_KEY =
            """
            INSERT INTO card_key (item_id, status, order_no, secret, digest)
            VALUES (?, 'AVAILABLE', NULL, ?, ?)
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    public StockReceipt(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// An empty shelf for a new item.
    public void open(ItemId item) {
        jdbc.sql(OPEN).param("item", item.value()).update();
    }

    /// Adds pieces that need no text of their own.
    ///
    /// @return what is available then
    public long receive(ItemId item, long pieces) {
        var available = lock(item);
        count(item, pieces);
        return available + pieces;
    }

    /// Adds card keys, unless one of them is there already.
    public Receipt receiveKeys(ItemId item, List<SealedKey> keys) {
        var available = lock(item);
        var listed = firstListed(item, keys);
        if (listed.isPresent()) {
            return new Receipt.Duplicate(listed.getAsInt());
        }
        batches.batchUpdate(
                INSERT_KEY,
                keys.stream()
                        .map(key -> new Object[] {item.value(), key.secret(), key.digest()})
                        .toList());
        count(item, keys.size());
        return new Receipt.Received(available + keys.size());
    }

    private long lock(ItemId item) {
        return jdbc.sql(LOCK)
                .param("item", item.value())
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new InvariantViolation(item + " has no stock row"));
    }

    private void count(ItemId item, long pieces) {
        var counted = jdbc.sql(COUNT).param("pieces", pieces).param("item", item.value()).update();
        InvariantViolation.expect("stock rows of one item", 1, counted);
    }

    private OptionalInt firstListed(ItemId item, List<SealedKey> keys) {
        Map<String, Integer> positions = new HashMap<>();
        for (var i = 0; i < keys.size(); i++) {
            if (positions.putIfAbsent(name(keys.get(i).digest()), i) != null) {
                return OptionalInt.of(i);
            }
        }
        return IntStream.iterate(0, from -> from < keys.size(), from -> from + SLICE)
                .mapToObj(from -> keys.subList(from, Math.min(keys.size(), from + SLICE)))
                .flatMap(slice -> listed(item, slice).stream())
                .mapToInt(digest -> positions.getOrDefault(name(digest), 0))
                .min();
    }

    private List<byte[]> listed(ItemId item, List<SealedKey> slice) {
        return jdbc.sql(LISTED)
                .param("item", item.value())
                .param("digests", slice.stream().map(SealedKey::digest).toList())
                .query((row, _) -> row.getBytes("digest"))
                .list();
    }

    private static String name(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /// A card key as it is stored.
    ///
    /// @param secret encrypted
    /// @param digest 32 bytes, the same for the same key of the same item
    public record SealedKey(byte[] secret, byte[] digest) {
        @Override
        public String toString() {
            return "SealedKey[" + Arrays.hashCode(digest) + "]";
        }
    }

    /// What came of it.
    public sealed interface Receipt {
        /// All keys are on the shelf.
        record Received(long available) implements Receipt {}

        /// A key is there twice; nothing was written.
        ///
        /// @param position of the second one in the list given, from 0
        record Duplicate(int position) implements Receipt {}
    }
}
