package dev.consign.processor.backoffice.lookup;

import dev.consign.processor.backoffice.lookup.OrderReport.Found;
import dev.consign.processor.security.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The entity tag of an order as one caller sees it. It is made of everything that is shown but the
/// card keys themselves, in whose place their names stand: nothing can be guessed from a tag, and
/// no key is opened for one. The caller is part of it, so a tag is only good for whoever was shown
/// the order, which is in the audit.
@Component
final class OrderTag {
    private static final int BYTES = 16;

    private final JsonMapper json;

    OrderTag(JsonMapper json) {
        this.json = json;
    }

    String of(Found found, Caller reader) {
        var shown =
                json.writeValueAsString(found.order())
                        + found.goods().names()
                        + reader.role()
                        + reader.name();
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(shown.getBytes(StandardCharsets.UTF_8));
            return "\"%s\""
                    .formatted(
                            Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(Arrays.copyOf(digest, BYTES)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
