package dev.consign.engine.change;

import dev.consign.id.MessageId;
import dev.consign.order.Outcome;

/// A message that was dealt with, and how.
///
/// @param fingerprint of its fact, 16 bytes
public record ProcessedMessage(MessageId messageId, byte[] fingerprint, Outcome outcome) {}
