package dev.consign.testbed.launcher;

import dev.consign.testkit.process.Tokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/// Random at the first start and the same ever after, so that a restart locks nobody out.
///
/// @param databasePassword of the user `consign`
/// @param databaseAdminPassword of the database's `root`
/// @param brokerPasswords by broker user
/// @param apiKeys by role: shop, support, finance, ops
/// @param sandboxApiKey what the processor shows to the sandbox gateway
/// @param sandboxWebhookSecret signs the sandbox gateway's callbacks
/// @param cardKeySecret base64, encrypts card keys at rest
/// @param cardKeyOldSecrets former ones, the newest first; until all is encrypted anew they are
///   still needed
/// @param cardKeyDigestSecret base64, finds equal card keys; stays when the others are replaced
record Secrets(
        String databasePassword,
        String databaseAdminPassword,
        Map<String, String> brokerPasswords,
        Map<String, String> apiKeys,
        String sandboxApiKey,
        String sandboxWebhookSecret,
        String cardKeySecret,
        List<String> cardKeyOldSecrets,
        String cardKeyDigestSecret) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What an older file does not have is null: one secret did it all, and goes on finding equal
    /// keys.
    Secrets {
        cardKeyOldSecrets = cardKeyOldSecrets == null ? List.of() : List.copyOf(cardKeyOldSecrets);
        cardKeyDigestSecret = cardKeyDigestSecret == null ? cardKeySecret : cardKeyDigestSecret;
    }

    /// @param anew whether card keys are encrypted with a new secret from now on
    static Secrets loadOrCreate(Path file, boolean anew) {
        var secrets = loadOrCreate(file);
        if (!anew) {
            return secrets;
        }
        var changed = secrets.withNewCardKeySecret();
        PrivateFile.write(file, JSON.writeValueAsString(changed));
        return changed;
    }

    private Secrets withNewCardKeySecret() {
        return new Secrets(
                databasePassword,
                databaseAdminPassword,
                brokerPasswords,
                apiKeys,
                sandboxApiKey,
                sandboxWebhookSecret,
                Tokens.secret(),
                Stream.concat(Stream.of(cardKeySecret), cardKeyOldSecrets.stream()).toList(),
                cardKeyDigestSecret);
    }

    private static Secrets loadOrCreate(Path file) {
        if (Files.exists(file)) {
            return JSON.readValue(file, Secrets.class);
        }
        var created =
                new Secrets(
                        Tokens.next(),
                        Tokens.next(),
                        Map.of(
                                "processor", Tokens.next(),
                                "reconciler", Tokens.next(),
                                "testbed", Tokens.next()),
                        Map.of(
                                "shop", "shop-" + Tokens.next(),
                                "support", "support-" + Tokens.next(),
                                "finance", "finance-" + Tokens.next(),
                                "ops", "ops-" + Tokens.next()),
                        "sandbox-" + Tokens.next(),
                        "whsec_" + Tokens.secret(),
                        Tokens.secret(),
                        List.of(),
                        Tokens.secret());
        PrivateFile.write(file, JSON.writeValueAsString(created));
        return created;
    }

    /// What the environment sets wins over what was made: nobody's own key is silently left out.
    Secrets chosenBy(LaunchOptions options) {
        var keys = new HashMap<>(apiKeys);
        keys.replaceAll(
                (role, made) -> chosen(options, "API_KEY_" + role.toUpperCase(Locale.ROOT), made));
        return new Secrets(
                databasePassword,
                databaseAdminPassword,
                brokerPasswords,
                keys,
                chosen(options, "SANDBOX_API_KEY", sandboxApiKey),
                chosen(options, "SANDBOX_WEBHOOK_SECRET", sandboxWebhookSecret),
                chosen(options, "CARD_KEY_SECRET", cardKeySecret),
                List.of(
                        chosen(options, "CARD_KEY_OLD_SECRETS", String.join(",", cardKeyOldSecrets))
                                .split(",", -1)),
                // Whoever brings a secret of their own and no other had one for both.
                chosen(
                        options,
                        "CARD_KEY_DIGEST_SECRET",
                        chosen(options, "CARD_KEY_SECRET", cardKeyDigestSecret)));
    }

    /// Of a program's user at our own database. Made of the administrator's, so that data
    /// directories from before there were such users have them too.
    String databasePassword(String program) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            databaseAdminPassword.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            mac.doFinal(
                                    ("database user " + program).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String chosen(LaunchOptions options, String name, String made) {
        var value = options.setting("CONSIGN_" + name);
        return value == null ? made : value;
    }

    /// Without a single secret.
    @Override
    public String toString() {
        return "Secrets";
    }
}
