package dev.consign.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.consign.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Ours and the reference library judge alike: what it signs we believe, what either changes both
/// refuse. The library reads the machine's clock, so the times are of now.
class WebhookSignatureAgainstLibraryTest {
    private static final int ROUNDS = 10_000;
    private static final long SEED = 20_261_120L;

    @Test
    void ten_thousand_random_callbacks_are_judged_alike() throws Exception {
        var random = new Random(SEED);
        var now = Instant.now();
        for (var round = 0; round < ROUNDS; round++) {
            var secret = secret(random);
            var library = new Webhook(secret.value());
            var ours = new WebhookSignature(List.of(secret), Duration.ofMinutes(5));
            var time = now.getEpochSecond() - 200 + random.nextInt(400);
            var good = Signed.with(secret, "msg_" + random.nextInt(1_000_000), time, text(random));

            assertThat(ours.flawOf(good.request(), now)).as("round %d", round).isEmpty();
            assertThat(believes(library, good)).as("round %d", round).isTrue();

            var bad = spoilt(good, random);
            assertThat(ours.flawOf(bad.request(), now)).as("round %d", round).isPresent();
            assertThat(believes(library, bad)).as("round %d", round).isFalse();
        }
    }

    private static boolean believes(Webhook library, Signed callback) {
        try {
            library.verify(new String(callback.body(), StandardCharsets.UTF_8), callback.headers());
            return true;
        } catch (WebhookVerificationException _) {
            return false;
        }
    }

    private static Secret secret(Random random) {
        var bytes = new byte[24 + random.nextInt(41)];
        random.nextBytes(bytes);
        return new Secret("whsec_" + Base64.getEncoder().encodeToString(bytes));
    }

    /// Any code points but surrogates, so that text and bytes stand for each other.
    private static String text(Random random) {
        var text = new StringBuilder();
        for (var left = 1 + random.nextInt(200); left > 0; left--) {
            text.appendCodePoint(random.nextInt(random.nextBoolean() ? 0x7f : 0xd7ff));
        }
        return text.toString();
    }

    private static Signed spoilt(Signed good, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> {
                var body = good.body().clone();
                // The lowest bit of an ASCII character: the text stays text for the library.
                body[0] = (byte) (body[0] < 0 ? 'x' : body[0] ^ 1);
                yield good.body(body);
            }
            case 1 -> {
                var code = new StringBuilder(good.signature());
                var at = 3 + random.nextInt(code.length() - 4);
                code.setCharAt(at, code.charAt(at) == 'A' ? 'B' : 'A');
                yield good.signature(code.toString());
            }
            case 2 -> good.id(good.id() + "0");
            case 3 -> good.timestamp(Long.toString(Long.parseLong(good.timestamp()) + 1));
            default -> throw new AssertionError();
        };
    }
}
