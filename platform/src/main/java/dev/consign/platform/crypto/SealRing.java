package dev.consign.platform.crypto;

import dev.consign.sql.RefusedToStart;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Seals with one secret and reads what any secret of a ring has sealed, so that a secret can be
/// replaced while texts under the former one are still read. What is sealed says by which: its
/// secret's fingerprint is stored beside it.
public final class SealRing {
    /// Of what was sealed before secrets had fingerprints: any of the ring may be it.
    public static final String UNNAMED = "";

    private static final String WEBHOOKS = "consign webhook secret v1";
    private static final String OLD_ONES = "CONSIGN_CARD_KEY_OLD_SECRETS";

    private final String current;
    private final Map<String, FieldEncryption> seals;

    private SealRing(String current, Map<String, FieldEncryption> seals) {
        this.current = current;
        this.seals = seals;
    }

    /// Former secrets may be as weak as they are: they are there to be replaced.
    ///
    /// @param secret base 64 of 32 random bytes
    /// @param oldOnes former secrets, and those that other programs use already; for reading only
    /// @param random for nonces
    /// @throws RefusedToStart when a secret is anything else, or the first can be guessed
    public static SealRing of(String secret, List<String> oldOnes, SecureRandom random) {
        var writing = FieldEncryption.of(secret, random).requireRandom(FieldEncryption.ENVIRONMENT);
        var seals = new LinkedHashMap<String, FieldEncryption>();
        seals.put(writing.fingerprint(), writing);
        for (var one : oldOnes) {
            var seal = FieldEncryption.of(OLD_ONES, one, random);
            seals.putIfAbsent(seal.fingerprint(), seal);
        }
        return new SealRing(writing.fingerprint(), seals);
    }

    /// The same secrets for the secrets of consignors' webhooks, under the same fingerprints: what
    /// one ring closes, the other cannot open.
    public SealRing ofWebhooks() {
        var derived = new LinkedHashMap<String, FieldEncryption>();
        seals.forEach((id, seal) -> derived.put(id, seal.derived(WEBHOOKS)));
        return new SealRing(current, derived);
    }

    /// The fingerprint of the secret that seals.
    public String current() {
        return current;
    }

    /// The fingerprints of all secrets, that of the one that seals first.
    public Set<String> all() {
        return seals.keySet();
    }

    /// @return under the secret [#current()]: 12 bytes of nonce, then ciphertext and tag
    public byte[] close(String owner, String text) {
        return Objects.requireNonNull(seals.get(current)).close(owner, text);
    }

    /// @param secretId the fingerprint stored beside the text; [#UNNAMED] when there is none
    /// @throws IllegalStateException when the bytes were changed, belong to another owner, or were
    ///   sealed with a secret that is not in the ring
    public String open(String owner, String secretId, byte[] sealed) {
        var seal = seals.get(secretId);
        if (seal != null) {
            return seal.open(owner, sealed);
        }
        if (!secretId.equals(UNNAMED)) {
            throw new IllegalStateException(
                    "a secret text of %s was sealed with %s, and the secrets known are %s: look at %s and %s"
                            .formatted(
                                    owner,
                                    secretId,
                                    seals.keySet().stream().collect(Collectors.joining(", ")),
                                    FieldEncryption.ENVIRONMENT,
                                    OLD_ONES));
        }
        IllegalStateException unreadable = null;
        for (var one : seals.values()) {
            try {
                return one.open(owner, sealed);
            } catch (IllegalStateException e) {
                unreadable = e;
            }
        }
        throw Objects.requireNonNull(unreadable);
    }

    /// Fingerprints only.
    @Override
    public String toString() {
        return "SealRing" + seals.keySet();
    }
}
