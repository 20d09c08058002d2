package dev.consign.broker.deadletter;

/// Kinds of message bodies as kept in the table. Only `TEXT` is ever sent again: nobody here writes
/// or reads the others.
public enum BodyType {
    /// UTF-8.
    TEXT,
    BYTES,
    /// As a JSON object.
    MAP,
    /// As a JSON array.
    STREAM,
    /// The serialized bytes, never deserialized.
    OBJECT,
    /// Too large, compressed or malformed: a JSON object with the size and a digest instead.
    UNREAD,
    /// A message without a body.
    NONE
}
