package dev.consign.platform.refusal;

/// Why a use case did nothing. Each package has a sealed one or an enum of its own, with what those
/// who are told need to know; how HTTP says it is for its `RefusalProblems`.
public interface Refusal {}
