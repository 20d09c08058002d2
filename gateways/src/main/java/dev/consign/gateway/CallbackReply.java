package dev.consign.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The answer a gateway wants to hear.
///
/// @param retryAfter sent as Retry-After, whole seconds; null for none
public record CallbackReply(
        int status, String contentType, String body, @Nullable Duration retryAfter) {}
