package dev.consign.cli;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an answer says as a person reads it: money with its fraction, numbers without exponents,
/// lists and objects without brackets. Nothing in it can move the cursor, turn the line round or
/// hide: much of it was written by strangers.
final class Text {
    private static final String NOTHING = "-";

    private Text() {}

    static String of(@Nullable JsonNode value) {
        if (value == null || value.isMissingNode() || value.isNull()) {
            return NOTHING;
        }
        if (value.has("currency") && value.has("minor")) {
            return money(value);
        }
        if (value.isArray()) {
            return joined(value.valueStream().map(Text::of).collect(Collectors.joining(", ")));
        }
        if (value.isObject()) {
            return joined(
                    value.propertyStream()
                            .map(field -> clean(field.getKey()) + "=" + of(field.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        return value.isNumber() ? value.decimalValue().toPlainString() : clean(value.asString());
    }

    private static String joined(String text) {
        return text.isEmpty() ? NOTHING : text;
    }

    /// As people write it: `CNY 270.00`, `JPY 270`.
    private static String money(JsonNode value) {
        var code = clean(value.path("currency").asString());
        var minor = value.path("minor");
        if (!minor.isIntegralNumber()) {
            return code + " " + (minor.isNull() ? "?" : of(minor));
        }
        var digits = digits(code);
        return digits < 0
                // Nobody knows what one of it is worth.
                ? "%s %s minor units".formatted(code, minor.bigIntegerValue())
                : code + " " + new BigDecimal(minor.bigIntegerValue(), digits).toPlainString();
    }

    private static int digits(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits();
        } catch (IllegalArgumentException _) {
            return -1;
        }
    }

    /// No escape sequences to the terminal, and nothing that shows other than it is.
    static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\u2028\u2029]", " ");
    }

    /// As a shell takes it for one word.
    static String word(String text) {
        return text.matches("[A-Za-z0-9._:@/+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
