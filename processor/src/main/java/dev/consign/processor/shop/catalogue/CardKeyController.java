package dev.consign.processor.shop.catalogue;

import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.security.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The secrets of card keys over HTTP, for operations: fingerprints and counts, never a secret.
@RestController
@RequestMapping("/api/card-keys")
class CardKeyController {
    private static final int LONGEST_REASON = 400;

    private final Resealing resealing;

    CardKeyController(Resealing resealing) {
        this.resealing = resealing;
    }

    @GetMapping("/secrets")
    Resealing.Secrets secrets() {
        return resealing.secrets();
    }

    /// Encrypts up to a thousand rows anew; called again until it is done.
    @PostMapping("/rotate")
    Resealing.Progress rotate(
            @RequestBody @Nullable RotateRequest body, @AuthenticationPrincipal Caller caller) {
        var reason = Fields.text("reason", Fields.body(body).reason, LONGEST_REASON);
        return resealing.go(caller.actor(), reason);
    }

    record RotateRequest(@Nullable String reason) {}
}
