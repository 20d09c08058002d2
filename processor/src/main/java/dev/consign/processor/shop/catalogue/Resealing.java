package dev.consign.processor.shop.catalogue;

import dev.consign.engine.stock.CardKeyCipher;
import dev.consign.engine.stock.SealedKeys;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.crypto.SealRing;
import dev.consign.sql.Transactions;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// Encrypts card keys and webhooks' secrets anew with the secret of now, in steps that are each a
/// short transaction with its line in the audit: it can stop at any time and be taken up by
/// anybody, while keys are listed, sold and read. What equal keys are found by stays as it is.
@Component
final class Resealing {
    /// Rows that are locked together, a few milliseconds each hundred.
    private static final int STEP = 200;

    /// Steps of one request: it is answered long before anybody loses patience.
    private static final int STEPS = 5;

    private final Transactions transactions;
    private final SealedKeys keys;
    private final SealedWebhooks webhooks;
    private final CardKeyCipher cipher;
    private final Audit audit;

    Resealing(
            Transactions transactions,
            SealedKeys keys,
            SealedWebhooks webhooks,
            CardKeyCipher cipher,
            Audit audit) {
        this.transactions = transactions;
        this.keys = keys;
        this.webhooks = webhooks;
        this.cipher = cipher;
        this.audit = audit;
    }

    /// What is encrypted with which secret; the one of now first.
    Secrets secrets() {
        var used = new ArrayList<Use>();
        used.add(use(cipher.secretId()));
        former().forEach(id -> used.add(use(id)));
        return new Secrets(cipher.secretId(), List.copyOf(used));
    }

    /// Does at most a thousand rows.
    ///
    /// @return how many, and whether none are left
    Progress go(String actor, String reason) {
        long done = 0;
        for (var step = 0; step < STEPS; step++) {
            var former = former();
            if (former.isEmpty()) {
                return new Progress(cipher.secretId(), done, true);
            }
            done += transactions.call(() -> step(former, actor, reason));
        }
        return new Progress(cipher.secretId(), done, former().isEmpty());
    }

    private int step(List<String> former, String actor, String reason) {
        var item = keys.lockNext(former);
        var done = 0;
        var subject = "webhooks";
        if (item.isPresent()) {
            var sealed = keys.of(item.get(), former, STEP);
            keys.replace(
                    sealed.stream()
                            .map(key ->
                                    key.under(
                                            cipher.secretId(),
                                            cipher.reseal(
                                                    item.get(), key.secretId(), key.secret())))
                            .toList());
            done = sealed.size();
            subject = item.get().value();
        } else {
            done = webhooks.reseal(former, STEP);
        }
        if (done > 0) {
            audit.write(
                    actor,
                    "CARD_KEYS_ROTATE",
                    subject,
                    reason,
                    String.join(" ", former).strip(),
                    cipher.secretId());
        }
        return done;
    }

    private List<String> former() {
        var former = new TreeSet<>(keys.secrets());
        former.addAll(webhooks.secrets());
        former.remove(cipher.secretId());
        return List.copyOf(former);
    }

    private Use use(String id) {
        return new Use(
                id.equals(SealRing.UNNAMED) ? "unnamed" : id,
                keys.count(List.of(id)),
                webhooks.count(List.of(id)));
    }

    /// GET /api/card-keys/secrets.
    ///
    /// @param current the fingerprint of the secret that encrypts now
    record Secrets(String current, List<Use> secrets) {}

    /// What is encrypted with one secret.
    ///
    /// @param secret its fingerprint; `unnamed` for what was encrypted before there were any
    record Use(String secret, long cardKeys, long webhooks) {}

    /// POST /api/card-keys/rotate.
    ///
    /// @param current the fingerprint of the secret that encrypts now
    /// @param resealed rows of this request
    /// @param done whether nothing is left under another secret
    @Schema(name = "ResealingProgress")
    record Progress(String current, long resealed, boolean done) {}
}
