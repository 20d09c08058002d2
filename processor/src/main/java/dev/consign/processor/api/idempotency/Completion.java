package dev.consign.processor.api.idempotency;

/// How far a use case came that did what was asked of it.
public enum Completion {
    /// All is done.
    DONE,
    /// All is done, and there is something new.
    CREATED,
    /// It was taken in, and will be done.
    ACCEPTED;

    /// As HTTP says it.
    int status() {
        return switch (this) {
            case DONE -> 200;
            case CREATED -> 201;
            case ACCEPTED -> 202;
        };
    }
}
