package dev.consign.testbed.sandbox.account;

import java.net.URI;

/// One thing that happened, with the very bytes that tell of it: every copy and every repetition
/// has the same id and the same body, as the Standard Webhooks scheme asks.
///
/// @param key what makes two happenings the same one
/// @param webhookId sent as `webhook-id`
/// @param url where it is posted
/// @param body JSON text
public record Event(String key, String webhookId, URI url, String body) {}
