package dev.consign.engine.stock;

import dev.consign.id.ItemId;
import dev.consign.sql.InvariantViolation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Adds pieces to the stock in the caller's transaction: counted and, for card keys, written in the
/// same transaction, so that neither is ever there without the other. The stock row is locked
/// first: two deliveries of one item follow each other. Deliveries of two items meet only at the
/// unique key over all card keys, where the later one learns that it lost.
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
            "SELECT digest, item_id FROM card_key WHERE digest IN (:digests)";

    private static final String INSERT_KEY =
            """
            INSERT INTO card_key (item_id, status, order_no, secret, digest, secret_id)
            VALUES (?, 'AVAILABLE', NULL, ?, ?, ?)
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    public StockReceipt(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// A stock row with nothing in it, for a new item.
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

    /// Adds card keys, unless one of them is there already, for this item or any other.
    ///
    /// @throws ListedMeanwhile when another delivery was faster with one of them; its transaction
    ///   is over then, so the same work done again in a new transaction finds out which it was
    public Receipt receiveKeys(ItemId item, List<SealedKey> keys) {
        var available = lock(item);
        var repeated = firstRepeated(keys);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        var listed = firstListed(keys);
        if (listed.isPresent()) {
            return listed.get();
        }
        insert(item, keys);
        count(item, keys.size());
        return new Receipt.Received(available + keys.size());
    }

    private void insert(ItemId item, List<SealedKey> keys) {
        try {
            batches.batchUpdate(
                    INSERT_KEY,
                    keys.stream()
                            .map(key ->
                                    new Object[] {
                                        item.value(), key.secret(), key.digest(), key.secretId()
                                    })
                            .toList());
        } catch (DuplicateKeyException e) {
            throw new ListedMeanwhile(e);
        }
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

    private static Optional<Receipt> firstRepeated(List<SealedKey> keys) {
        Map<String, Integer> positions = new HashMap<>();
        for (var i = 0; i < keys.size(); i++) {
            var first = positions.putIfAbsent(name(keys.get(i).digest()), i);
            if (first != null) {
                return Optional.of(new Receipt.Repeated(i, first));
            }
        }
        return Optional.empty();
    }

    private Optional<Receipt> firstListed(List<SealedKey> keys) {
        Map<String, ItemId> owners = new HashMap<>();
        for (var from = 0; from < keys.size(); from += SLICE) {
            owners.putAll(listed(keys.subList(from, Math.min(keys.size(), from + SLICE))));
        }
        for (var i = 0; i < keys.size(); i++) {
            var owner = owners.get(name(keys.get(i).digest()));
            if (owner != null) {
                return Optional.of(new Receipt.Listed(i, owner));
            }
        }
        return Optional.empty();
    }

    private Map<String, ItemId> listed(List<SealedKey> slice) {
        Map<String, ItemId> owners = new HashMap<>();
        jdbc.sql(LISTED)
                .param("digests", slice.stream().map(SealedKey::digest).toList())
                .query(row -> {
                    owners.put(name(row.getBytes("digest")), new ItemId(row.getString("item_id")));
                });
        return owners;
    }

    private static String name(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /// A card key as it is stored.
    ///
    /// @param secret encrypted
    /// @param digest 32 bytes, the same for the same key of whichever item
    /// @param secretId the fingerprint of the secret it is encrypted with
    public record SealedKey(byte[] secret, byte[] digest, String secretId) {
        @Override
        public String toString() {
            return "SealedKey[" + Arrays.hashCode(digest) + "]";
        }
    }

    /// What came of it.
    public sealed interface Receipt {
        /// All keys are in stock.
        record Received(long available) implements Receipt {}

        /// A key is in the list twice; nothing was written.
        ///
        /// @param position of the second one in the list given, from 0
        /// @param first the other one's
        record Repeated(int position, int first) implements Receipt {}

        /// A key was listed before; nothing was written.
        ///
        /// @param position in the list given, from 0
        /// @param item for which it was listed
        record Listed(int position, ItemId item) implements Receipt {}
    }

    /// Two deliveries had the same key at the same moment, and this is the later one.
    public static final class ListedMeanwhile extends DuplicateKeyException {
        private static final long serialVersionUID = 1L;

        private ListedMeanwhile(DuplicateKeyException cause) {
            super("another delivery listed one of these card keys meanwhile", cause);
        }
    }
}
