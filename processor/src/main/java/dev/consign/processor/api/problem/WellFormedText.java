package dev.consign.processor.api.problem;

import dev.consign.platform.text.Characters;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;

/// Reads every text of every request, wherever it stands: one that holds half a character is
/// refused by its field and place, before anybody stores a question mark for it.
final class WellFormedText extends StringDeserializer {
    @Override
    public String deserialize(JsonParser json, DeserializationContext context) {
        var text = super.deserialize(json, context);
        var flaw = Characters.unpairedSurrogate(text);
        if (flaw.isPresent()) {
            throw new IllFormed(json, flaw.getAsInt());
        }
        return text;
    }

    /// Carries the place within the text; Jackson adds the field.
    static final class IllFormed extends MismatchedInputException {
        private static final long serialVersionUID = 1L;

        private final int position;

        private IllFormed(JsonParser json, int position) {
            super(json, "an unpaired surrogate at position " + position);
            this.position = position;
        }

        /// In UTF-16 units from 0.
        int position() {
            return position;
        }
    }
}
