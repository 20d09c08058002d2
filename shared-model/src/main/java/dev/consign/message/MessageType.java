package dev.consign.message;

/// Kinds of message bodies, each with the one schema version this release reads and writes. A new
/// optional field keeps the version; anything an older reader would misread raises it.
public enum MessageType {
    PAYMENT_FACT(1),
    NOTIFICATION(1);

    private final int schema;

    MessageType(int schema) {
        this.schema = schema;
    }

    /// The version written into, and required of, every body of this type.
    public int schema() {
        return schema;
    }
}
