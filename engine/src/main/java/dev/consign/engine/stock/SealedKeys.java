package dev.consign.engine.stock;

import dev.consign.id.ItemId;
import dev.consign.sql.InvariantViolation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Card keys under a former secret, a few of one item at a time, to be sealed anew. Their item's
/// stock row is locked meanwhile, as by everybody who takes keys: whoever orders waits for a few
/// rows instead of passing them by, and finding too few.
public final class SealedKeys {
    private static final String FIRST_ITEM =
            "SELECT item_id FROM card_key WHERE secret_id IN (:former) ORDER BY secret_id, item_id LIMIT 1";

    private static final String LOCK = "SELECT item_id FROM stock WHERE item_id = :item FOR UPDATE";

    private static final String KEYS =
            """
            SELECT card_key_id, secret_id, secret FROM card_key
             WHERE secret_id IN (:former) AND item_id = :item
             LIMIT :most
            """;

    private static final String RESEAL =
            """
            UPDATE card_key SET secret = ?, secret_id = ?
             WHERE card_key_id = ?
               AND secret_id = ? -- still the one that was read
            """;

    private static final String COUNT =
            "SELECT COUNT(*) FROM card_key WHERE secret_id IN (:former)";

    private static final String USED =
            "SELECT secret_id FROM card_key GROUP BY secret_id ORDER BY secret_id";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    public SealedKeys(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// The secrets that keys are under, by fingerprint; empty for that without one.
    public List<String> secrets() {
        return jdbc.sql(USED).query((row, _) -> row.getString("secret_id")).list();
    }

    /// How many keys are under any of these secrets.
    public long count(Collection<String> secrets) {
        return secrets.isEmpty()
                ? 0
                : jdbc.sql(COUNT).param("former", secrets).query(Long.class).single();
    }

    /// An item with such keys, locked until the caller's transaction ends.
    public Optional<ItemId> lockNext(Collection<String> former) {
        var item = jdbc.sql(FIRST_ITEM).param("former", former).query(String.class).optional();
        item.ifPresent(one -> jdbc.sql(LOCK).param("item", one).query(String.class).single());
        return item.map(ItemId::new);
    }

    /// Such keys of an item that is locked.
    public List<Sealed> of(ItemId item, Collection<String> former, int most) {
        return jdbc.sql(KEYS)
                .param("former", former)
                .param("item", item.value())
                .param("most", most)
                .query((row, _) ->
                        new Sealed(
                                row.getLong("card_key_id"),
                                row.getString("secret_id"),
                                row.getBytes("secret")))
                .list();
    }

    /// Replaces all of them or, by failing, none.
    public void replace(List<Resealed> keys) {
        var rows =
                keys.stream()
                        .map(key ->
                                new Object[] {
                                    key.secret, key.secretId, key.before.id, key.before.secretId
                                })
                        .toList();
        for (var changed : batches.batchUpdate(RESEAL, rows)) {
            InvariantViolation.expect("card keys of one number", 1, changed);
        }
    }

    /// A key as it is stored.
    public static final class Sealed {
        private final long id;
        private final String secretId;
        private final byte[] secret;

        private Sealed(long id, String secretId, byte[] secret) {
            this.id = id;
            this.secretId = secretId;
            this.secret = secret;
        }

        /// The fingerprint of its secret; empty when it has none.
        public String secretId() {
            return secretId;
        }

        public byte[] secret() {
            return secret.clone();
        }

        /// The same key under another secret.
        public Resealed under(String newSecretId, byte[] newSecret) {
            return new Resealed(this, newSecretId, newSecret.clone());
        }
    }

    /// A key as it is to be stored.
    public static final class Resealed {
        private final Sealed before;
        private final String secretId;
        private final byte[] secret;

        private Resealed(Sealed before, String secretId, byte[] secret) {
            this.before = before;
            this.secretId = secretId;
            this.secret = secret;
        }
    }
}
