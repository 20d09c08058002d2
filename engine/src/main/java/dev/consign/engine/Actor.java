package dev.consign.engine;

import dev.consign.engine.change.ChangeReason;

/// Who wants something done, and why; both are kept.
///
/// @param source `SHOP` for the shop's own requests, `MANUAL` for a person's
/// @param actor the caller's name
/// @param reason one sentence, at most 400 characters
public record Actor(String source, String actor, String reason) {
    /// The source of what people want.
    public static final String PERSON = "MANUAL";

    public ChangeReason cause() {
        return new ChangeReason(source, actor, reason, null);
    }
}
