package dev.consign.reconciler.run;

import dev.consign.reconciliation.RunStatus;

/// How far a run has come, as people see it.
///
/// @param read lines that are stored
/// @param matched lines that agree with our books
record Progress(RunStatus status, long read, long matched) {}
