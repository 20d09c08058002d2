package dev.consign.cli;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `consign card-keys`: replaces the secret that card keys are encrypted with, while everything
/// runs.
@Command(
        name = "card-keys",
        mixinStandardHelpOptions = true,
        description = "Which secrets card keys are encrypted with, and their rotation.")
public final class CardKeysCommand {
    private static final String SECRETS = "/api/card-keys/secrets";

    @Command(
            name = "secrets",
            mixinStandardHelpOptions = true,
            description = {
                "Show how much is encrypted with which secret, by fingerprint.",
                "A former secret that nothing is left under may be taken out of CONSIGN_CARD_KEY_OLD_SECRETS."
            })
    int secrets(@Mixin Connection connection) {
        var answer = connection.as("ops").get(SECRETS);
        System.out.println(
                connection.json()
                        ? answer.toPrettyString()
                        : new Table("SECRET", "CARD KEYS", "WEBHOOKS")
                                .rows(answer.path("secrets"), "secret", "cardKeys", "webhooks")
                                .toString());
        return 0;
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Encrypt anew, with the secret of now, all that is under a former one.",
                "It may be stopped at any time and given again, and everything runs meanwhile.",
                "The new secret is made before: `./consign up --new-card-key-secret`, or set",
                "CONSIGN_CARD_KEY_SECRET, and CONSIGN_CARD_KEY_OLD_SECRETS to the former one."
            })
    int rotate(
            @Option(
                            names = "--reason",
                            required = true,
                            description = "Why; it stands in the audit.")
                    String reason,
            @Mixin Connection connection) {
        var api = connection.as("ops");
        var left = left(api.get(SECRETS));
        long done = 0;
        JsonNode answer;
        do {
            answer = api.post("/api/card-keys/rotate", Map.of("reason", reason));
            done += answer.path("resealed").asLong();
            if (!answer.path("done").asBoolean() && !connection.json()) {
                System.out.printf(Locale.ROOT, "%,d of %,d%n", done, Math.max(left, done));
            }
        } while (!answer.path("done").asBoolean());
        if (connection.json()) {
            System.out.println(answer.toPrettyString());
            return 0;
        }
        System.out.printf(
                Locale.ROOT,
                "%,d encrypted anew; nothing is left under another secret than %s.%n",
                done,
                Text.of(answer.path("current")));
        return 0;
    }

    private static long left(JsonNode answer) {
        var current = answer.path("current").asString("");
        return answer.path("secrets")
                .valueStream()
                .filter(one -> !one.path("secret").asString("").equals(current))
                .mapToLong(one -> one.path("cardKeys").asLong() + one.path("webhooks").asLong())
                .sum();
    }
}
