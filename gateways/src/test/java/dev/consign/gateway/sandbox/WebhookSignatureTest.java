package dev.consign.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.gateway.CallbackRequest;
import dev.consign.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    private static final Secret OURS = Signed.secret(1, 32);
    private static final Secret NEXT = Signed.secret(2, 24);
    private static final Secret THEIRS = Signed.secret(3, 64);
    private static final long THEN = 1_795_000_000L;
    private static final Instant NOW = Instant.ofEpochSecond(THEN);
    private static final String BODY =
            "{\"type\":\"payment.paid\",\"data\":{\"memo\":\"\u5bc4\u552e\"}}";

    /// One whose code shows the difference between the two alphabets of base64.
    private static final Signed GOOD =
            Stream.iterate(1, n -> n + 1)
                    .map(n -> Signed.with(OURS, "evt_" + n, THEN, BODY))
                    .filter(callback -> callback.code().matches(".*[+/].*"))
                    .findFirst()
                    .orElseThrow();

    private final WebhookSignature signature = only(OURS);

    @Test
    void a_genuine_callback_is_believed() {
        assertThat(signature.flawOf(GOOD.request(), NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -299, 0, 299, 300})
    void three_hundred_seconds_either_way_are_believed(long offset) {
        var request = Signed.with(OURS, THEN + offset, BODY).request();
        assertThat(signature.flawOf(request, NOW)).isEmpty();
    }

    @Test
    void a_second_more_is_not_believed_in_the_past_or_in_the_future() {
        var old = Signed.with(OURS, THEN - 301, BODY).request();
        var early = Signed.with(OURS, THEN + 301, BODY).request();
        assertThat(signature.flawOf(old, NOW)).contains(SignatureFlaw.TOO_OLD);
        assertThat(signature.flawOf(early, NOW)).contains(SignatureFlaw.TOO_NEW);
        var edge = Signed.with(OURS, THEN - 300, BODY).request();
        assertThat(signature.flawOf(edge, NOW.plusMillis(1))).contains(SignatureFlaw.TOO_OLD);
    }

    @Test
    void while_keys_change_either_key_is_believed_and_the_old_one_no_more_after_it() {
        var both = new WebhookSignature(List.of(OURS, NEXT), Duration.ofMinutes(5));
        var byNext = Signed.with(NEXT, THEN, BODY);
        assertThat(both.flawOf(GOOD.request(), NOW)).isEmpty();
        assertThat(both.flawOf(byNext.request(), NOW)).isEmpty();
        assertThat(only(NEXT).flawOf(GOOD.request(), NOW)).contains(SignatureFlaw.WRONG_SIGNATURE);
    }

    @Test
    void one_good_signature_among_several_is_enough_wherever_it_stands() {
        var other = Signed.with(THEIRS, THEN, BODY).signature();
        for (var header :
                List.of(
                        GOOD.signature() + " " + other,
                        other + " " + GOOD.signature(),
                        "v1a,c2ln " + GOOD.signature() + " v2,x",
                        "v1,short " + GOOD.signature())) {
            assertThat(signature.flawOf(GOOD.signature(header).request(), NOW))
                    .as(header)
                    .isEmpty();
        }
    }

    /// Incident Q7: as proxies make them.
    @Test
    void equal_copies_of_a_header_are_one_value() {
        assertThat(signature.flawOf(GOOD.twice("Webhook-Id", GOOD.id()), NOW)).isEmpty();
        assertThat(signature.flawOf(GOOD.twice("Webhook-Timestamp", "" + THEN), NOW)).isEmpty();
        assertThat(signature.flawOf(GOOD.twice("Webhook-Signature", GOOD.signature()), NOW))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void a_forgery_is_refused(String name, CallbackRequest request, SignatureFlaw flaw) {
        assertThat(signature.flawOf(request, NOW)).as(name).contains(flaw);
        assertThat(flaw.forged().reason()).isEqualTo(flaw.name().toLowerCase(Locale.ROOT));
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(headers(), timestamps(), signatures(), bodies()).flatMap(all -> all);
    }

    private static Stream<Arguments> headers() {
        return Stream.of(
                forged("no id", GOOD.without("Webhook-Id"), SignatureFlaw.MISSING_HEADER),
                forged("no time", GOOD.without("Webhook-Timestamp"), SignatureFlaw.MISSING_HEADER),
                forged("unsigned", GOOD.without("Webhook-Signature"), SignatureFlaw.MISSING_HEADER),
                forged(
                        "no header at all",
                        CallbackRequest.of(Map.of(), GOOD.body()),
                        SignatureFlaw.MISSING_HEADER),
                forged(
                        "two ids",
                        GOOD.twice("Webhook-Id", GOOD.id() + "2"),
                        SignatureFlaw.REPEATED_HEADER),
                forged(
                        "two times",
                        GOOD.twice("Webhook-Timestamp", "1"),
                        SignatureFlaw.REPEATED_HEADER),
                forged(
                        "two signatures",
                        GOOD.twice("Webhook-Signature", "v1,AAAA"),
                        SignatureFlaw.REPEATED_HEADER),
                forged("other id", GOOD.id("evt_other"), SignatureFlaw.WRONG_SIGNATURE),
                forged("empty id", GOOD.id(""), SignatureFlaw.BAD_ID),
                forged("id with a full stop", GOOD.id("evt.1"), SignatureFlaw.BAD_ID),
                forged("id with a line end", GOOD.id("evt\n1"), SignatureFlaw.BAD_ID),
                forged("id of 129 letters", GOOD.id("e".repeat(129)), SignatureFlaw.BAD_ID));
    }

    private static Stream<Arguments> timestamps() {
        return Stream.of(
                        "",
                        "-1",
                        "+" + THEN,
                        THEN + ".0",
                        " " + THEN,
                        THEN + " ",
                        "12345678901234567890",
                        "now",
                        "0x6afd",
                        "\u0661\u0667\u0669\u0665\u0660\u0660\u0660\u0660\u0660\u0660")
                .map(text ->
                        forged(
                                "time '" + text + "'",
                                GOOD.timestamp(text),
                                SignatureFlaw.BAD_TIMESTAMP));
    }

    private static Stream<Arguments> signatures() {
        var code = GOOD.code();
        var hex = HexFormat.of().withUpperCase().formatHex(Base64.getDecoder().decode(code));
        var wrong =
                Stream.of(
                                "v1," + Signed.with(THEIRS, THEN, BODY).code(),
                                "v1," + code.substring(0, code.length() - 1),
                                "v1," + code + "=",
                                "v1," + code.substring(0, 20),
                                "v1," + code.replace('+', '-').replace('/', '_'),
                                "v1," + sameBytesOtherText(code),
                                "v1," + hex,
                                "v1,",
                                "v1," + code.toLowerCase(Locale.ROOT),
                                "v1,v1," + code,
                                "v1, " + code)
                        .map(text ->
                                forged(text, GOOD.signature(text), SignatureFlaw.WRONG_SIGNATURE));
        var malformed =
                Stream.of(
                                "",
                                " ",
                                code,
                                "v2," + code,
                                "V1," + code,
                                "v1a," + code,
                                "v1=" + code,
                                " v1," + code,
                                "v1," + code + " ",
                                "v1," + code + "  v1," + code,
                                "v1," + code + "\tv1," + code,
                                "v1," + code + "\n",
                                "v1,\u00e9" + code,
                                ("v1," + code + " ").repeat(16) + "v1," + code,
                                "v1," + "A".repeat(5_000) + " v1," + code)
                        .map(text ->
                                forged(text, GOOD.signature(text), SignatureFlaw.BAD_SIGNATURE));
        return Stream.concat(wrong, malformed);
    }

    private static Stream<Arguments> bodies() {
        var bytes = GOOD.body().clone();
        bytes[7] ^= 1;
        return Stream.of(
                forged("bit flipped", GOOD.body(bytes), SignatureFlaw.WRONG_SIGNATURE),
                forged("line end added", GOOD.body(BODY + "\n"), SignatureFlaw.WRONG_SIGNATURE),
                forged("BOM added", GOOD.body("\ufeff" + BODY), SignatureFlaw.WRONG_SIGNATURE),
                forged(
                        "written anew",
                        GOOD.body(BODY.replace(":", ": ")),
                        SignatureFlaw.WRONG_SIGNATURE),
                forged("gzip", GOOD.body(gzip(BODY)), SignatureFlaw.WRONG_SIGNATURE),
                forged("gone", GOOD.body(""), SignatureFlaw.EMPTY_BODY),
                forged("signed, empty", Signed.with(OURS, THEN, ""), SignatureFlaw.EMPTY_BODY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret-text",
                "whsec_c2hvcnQ=",
                "whsec_***not*base64***************************",
                "whsec_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_",
                "WHSEC_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
            })
    void a_key_that_is_none_is_refused_without_showing_it(String text) {
        assertThatThrownBy(() -> only(new Secret(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("webhook-secrets")
                .hasMessageNotContaining(text)
                .hasNoCause();
    }

    @Test
    void keys_of_24_to_64_bytes_are_taken_and_no_others() {
        assertThat(only(Signed.secret(9, 24))).isNotNull();
        assertThat(only(Signed.secret(9, 64))).isNotNull();
        for (var length : List.of(0, 23, 65)) {
            assertThatThrownBy(() -> only(Signed.secret(9, length)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static WebhookSignature only(Secret secret) {
        return new WebhookSignature(List.of(secret), Duration.ofMinutes(5));
    }

    private static Arguments forged(String name, Signed callback, SignatureFlaw flaw) {
        return forged(name, callback.request(), flaw);
    }

    private static Arguments forged(String name, CallbackRequest request, SignatureFlaw flaw) {
        return Arguments.of(name, request, flaw);
    }

    /// The last character before the padding carries two bits that decoding throws away.
    private static String sameBytesOtherText(String code) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var at = code.length() - 2;
        var other = alphabet.charAt(alphabet.indexOf(code.charAt(at)) ^ 1);
        var text = code.substring(0, at) + other + "=";
        var decoder = Base64.getDecoder();
        assertThat(decoder.decode(text)).isEqualTo(decoder.decode(code));
        return text;
    }

    private static byte[] gzip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
