package dev.consign.processor.shop.catalogue;

import dev.consign.engine.stock.CardKeyCipher;
import dev.consign.id.ItemId;
import dev.consign.platform.crypto.DigestKey;
import dev.consign.platform.crypto.SealRing;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.RefusedToStart;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Refuses to start with secrets other than those that the database was written with: sold keys
/// would be unreadable, and could be listed again (issue 11 number 8). What a database was written
/// with is known by fingerprints, which say nothing about the secrets.
public final class StoredSecrets {
    private static final Logger log = LoggerFactory.getLogger(StoredSecrets.class);
    private static final String SEAL = "SEAL";
    private static final String DIGEST = "DIGEST";

    private static final String IN_USE =
            "SELECT secret_id FROM secret_in_use WHERE purpose = :purpose";

    // Of several programs that start together one is the first; the others read what it wrote.
    private static final String FIRST =
            """
            INSERT IGNORE INTO secret_in_use (purpose, secret_id, since)
            VALUES (:purpose, :id, :at)
            """;

    private static final String REPLACE =
            """
            UPDATE secret_in_use SET secret_id = :id, since = :at
             WHERE purpose = 'SEAL' AND secret_id = :former -- whoever was faster has said it
            """;

    private static final String SEALED_WITH =
            """
            SELECT secret_id FROM card_key WHERE secret_id <> '' GROUP BY secret_id
            UNION
            SELECT secret_id FROM webhook_endpoint WHERE secret_id <> '' GROUP BY secret_id
            """;

    private static final String ONE_KEY =
            "SELECT item_id, secret_id, secret, digest FROM card_key ORDER BY card_key_id LIMIT 1";

    private static final String ONE_UNNAMED =
            "SELECT item_id, secret_id, secret, digest FROM card_key WHERE secret_id = '' LIMIT 1";

    private final JdbcClient jdbc;
    private final SealRing seals;
    private final CardKeyCipher cipher;
    private final InstantSource clock;

    public StoredSecrets(
            JdbcClient jdbc, SealRing seals, CardKeyCipher cipher, InstantSource clock) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.cipher = cipher;
        this.clock = clock;
    }

    /// Of a database that is used for the first time, it notes what it is used with from now on.
    ///
    /// @throws RefusedToStart when something stored cannot be read, or compared, with our secrets
    public void verify() {
        verifySeals();
        verifyDigests(cipher.digests());
        useCurrent();
    }

    private void verifySeals() {
        var needed = new ArrayList<>(jdbc.sql(SEALED_WITH).query(String.class).list());
        inUse(SEAL).ifPresent(needed::add);
        for (var id : needed) {
            if (!seals.all().contains(id)) {
                throw new RefusedToStart(
                        "CONSIGN_CARD_KEY_SECRET is another one than that of the database (%s instead of %s): set it as it was, or give the former one as CONSIGN_CARD_KEY_OLD_SECRETS, then run ./consign card-keys rotate"
                                .formatted(seals.current(), id));
            }
        }
        key(ONE_UNNAMED).ifPresent(this::open);
    }

    private void verifyDigests(DigestKey ours) {
        var known = inUse(DIGEST);
        if (known.isEmpty()) {
            var one = key(ONE_KEY);
            if (one.isPresent()) {
                verifyDigest(one.get());
            } else {
                ours.requireRandom();
            }
            note(DIGEST, ours.id());
            known = inUse(DIGEST);
        }
        if (!known.equals(Optional.of(ours.id()))) {
            throw otherDigests();
        }
    }

    private void verifyDigest(StoredKey one) {
        if (!Arrays.equals(one.digest, cipher.digests().of(open(one)))) {
            throw otherDigests();
        }
    }

    private void useCurrent() {
        note(SEAL, seals.current());
        var former = inUse(SEAL).orElseThrow(() -> new InvariantViolation("no secret in use"));
        if (!former.equals(seals.current())) {
            jdbc.sql(REPLACE)
                    .param("id", seals.current())
                    .param("former", former)
                    .param("at", Utc.column(clock.instant()))
                    .update();
            log.info(
                    "card keys are encrypted with secret {} from now on; run ./consign card-keys rotate for those of {}",
                    seals.current(),
                    former);
        }
    }

    private String open(StoredKey one) {
        try {
            return cipher.decrypt(one.item, one.secretId, one.secret);
        } catch (IllegalStateException _) {
            throw new RefusedToStart(
                    "CONSIGN_CARD_KEY_SECRET is another one than that of the database, whose card keys cannot be read: set it as it was, or give the former one as CONSIGN_CARD_KEY_OLD_SECRETS");
        }
    }

    private static RefusedToStart otherDigests() {
        return new RefusedToStart(
                DigestKey.ENVIRONMENT
                        + " is another one than that of the database, so that a card key could be listed twice: set it as it was (unset, it is CONSIGN_CARD_KEY_SECRET: of then)");
    }

    private Optional<String> inUse(String purpose) {
        return jdbc.sql(IN_USE).param("purpose", purpose).query(String.class).optional();
    }

    private void note(String purpose, String id) {
        jdbc.sql(FIRST)
                .param("purpose", purpose)
                .param("id", id)
                .param("at", Utc.column(clock.instant()))
                .update();
    }

    private Optional<StoredKey> key(String which) {
        return jdbc.sql(which)
                .query((row, _) ->
                        new StoredKey(
                                new ItemId(row.getString("item_id")),
                                row.getString("secret_id"),
                                row.getBytes("secret"),
                                row.getBytes("digest")))
                .optional();
    }

    private static final class StoredKey {
        private final ItemId item;
        private final String secretId;
        private final byte[] secret;
        private final byte[] digest;

        private StoredKey(ItemId item, String secretId, byte[] secret, byte[] digest) {
            this.item = item;
            this.secretId = secretId;
            this.secret = secret;
            this.digest = digest;
        }
    }
}
