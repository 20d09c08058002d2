package dev.consign.processor.shop.catalogue;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.stock.CardKeyCipher;
import dev.consign.engine.stock.CardKeyText;
import dev.consign.engine.stock.SealedKeys;
import dev.consign.engine.stock.StockReceipt;
import dev.consign.engine.stock.StockReceipt.SealedKey;
import dev.consign.id.IdSource;
import dev.consign.id.ItemId;
import dev.consign.order.ItemKind;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.crypto.SealRing;
import dev.consign.sql.Transactions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// A database with card keys, seen by a processor with the secrets that a test gives it.
final class CardKeyRows implements AutoCloseable {
    static final String FIRST = secret(11);
    static final String SECOND = secret(12);
    static final String THIRD = secret(13);

    final MoneyPath path = new MoneyPath();

    static String secret(int seed) {
        var bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// @param digestSecret of the digest
    /// @param secret of the seals, and the former ones behind it
    Processor processor(String digestSecret, String secret, String... former) {
        return new Processor(digestSecret, secret, former);
    }

    /// An item with nothing on its shelf.
    ItemId item() {
        var order = path.orders(1, ItemKind.CARD_KEY).getFirst();
        path.sql().sql("DELETE FROM card_key WHERE secret = X'01'").update();
        return new ItemId(
                path.sql()
                        .sql("SELECT item_id FROM orders WHERE order_no = ?")
                        .param(order.orderNo().value())
                        .query(String.class)
                        .single());
    }

    List<String> secretsOfKeys() {
        return path.sql()
                .sql("SELECT DISTINCT secret_id FROM card_key ORDER BY secret_id")
                .query((row, _) -> row.getString(1))
                .list();
    }

    @Override
    public void close() {
        path.close();
    }

    /// What a processor does with card keys.
    final class Processor {
        final SealRing ring;
        final CardKeyCipher cipher;
        final Transactions transactions;
        final SealedKeys keys;
        final Resealing resealing;
        final JdbcClient sql;
        private final HikariDataSource pool;
        private final StockReceipt receipt;

        private Processor(String digestSecret, String secret, String... former) {
            pool = path.pool();
            sql = JdbcClient.create(pool);
            ring = SealRing.of(secret, List.of(former), new SecureRandom());
            cipher = new CardKeyCipher(ring, digestSecret);
            transactions = new Transactions(new JdbcTransactionManager(pool), new Random());
            keys = new SealedKeys(sql, new JdbcTemplate(pool));
            receipt = new StockReceipt(sql, new JdbcTemplate(pool));
            resealing =
                    new Resealing(
                            transactions,
                            keys,
                            new SealedWebhooks(sql, ring),
                            cipher,
                            new Audit(
                                    sql,
                                    IdSource.secure(InstantSource.system()),
                                    InstantSource.system()));
        }

        DataSource pool() {
            return pool;
        }

        void start() {
            new StoredSecrets(sql, ring, cipher, InstantSource.system()).verify();
        }

        StockReceipt.Receipt list(ItemId item, int from, int to) {
            var sealed =
                    IntStream.range(from, to)
                            .mapToObj(CardKeyRows::key)
                            .map(key ->
                                    new SealedKey(
                                            cipher.encrypt(item, key),
                                            cipher.digest(key),
                                            cipher.secretId()))
                            .toList();
            return transactions.call(() -> receipt.receiveKeys(item, sealed));
        }

        /// What buyers would get, in the order of listing.
        List<String> read(ItemId item) {
            return sql.sql(
                            "SELECT secret, secret_id FROM card_key WHERE item_id = ? ORDER BY card_key_id")
                    .param(item.value())
                    .query((row, _) ->
                            cipher.decrypt(
                                    item, row.getString("secret_id"), row.getBytes("secret")))
                    .list();
        }
    }

    static CardKeyText key(int number) {
        return ((CardKeyText.Reading.Valid) CardKeyText.read("KEY-" + number)).key();
    }
}
