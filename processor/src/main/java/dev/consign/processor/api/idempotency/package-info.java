/// A request sent twice has one effect and one answer (draft-ietf-httpapi-idempotency-key-header).
///
/// | the request | is answered |
/// |---|---|
/// | has no key where one is needed | 400 `idempotency_key_missing` |
/// | has a key that is no key | 400 `idempotency_key_malformed` |
/// | has its key twice, in two headers or joined by a comma | as if it came once (incident Q7) |
/// | has two different keys | 400 `repeated_header` |
/// | comes under a key of another payload, path or method | 422 `idempotency_key_reused` |
/// | comes while the first is at work | 409 `idempotency_in_flight` |
/// | comes after the first was answered | the stored answer, and `Idempotency-Replayed: true` |
///
/// Answers are kept for requests that changed something, whatever became of it: an order that its
/// gateway refused is a 201 that says FAILED, and stays that. A refusal (any 4xx or 5xx problem)
/// has stored nothing, its key neither, and leaves the key free. It is safe to do again, because
/// nothing happened; and it must be possible to do again, because most refusals pass: the item is
/// in stock again, the open order has ended, the gateway answers. A client that repeats in good
/// faith under its first key would otherwise be told "sold out" until the key is forgotten.
@NullMarked
package dev.consign.processor.api.idempotency;

import org.jspecify.annotations.NullMarked;
