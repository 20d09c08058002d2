package dev.consign.platform.refusal;

/// There is no such thing.
///
/// @param what there is none of, as it stands behind "There is no"
public record NotFound(String what) implements Refusal {}
