package dev.consign.processor.backoffice.approvals;

import dev.consign.id.NumberPrefix;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.list.Superseded;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.backoffice.approvals.Proposal.ProposalView;
import dev.consign.processor.security.Caller;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What waits for a second person, over HTTP.
@RestController
@RequestMapping("/api/proposals")
class ProposalController {
    private static final int LONGEST_REASON = 400;
    private static final int LONGEST_SUBJECT = 96;

    private final Deciding deciding;

    ProposalController(Deciding deciding) {
        this.deciding = deciding;
    }

    @GetMapping
    KeysetPage<ProposalView> list(
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String subject,
            PageQuery page,
            @Superseded(by = "after") @RequestParam(required = false) @Nullable String before) {
        return deciding.list(
                status == null ? null : Fields.oneOf("status", status, ProposalStatus.values()),
                subject == null ? null : Fields.text("subject", subject, LONGEST_SUBJECT),
                page.window(NumberPrefix.PROPOSAL, before));
    }

    @GetMapping("/{id}")
    ProposalView show(@PathVariable String id) {
        return deciding.find(id);
    }

    /// Does what was proposed; only another person than the one who proposed it can. Asked again,
    /// it gives the same answer.
    @PostMapping(path = "/{id}/approve", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Deciding.Approval.class)))
    ResponseEntity<String> approve(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Decision body,
            @AuthenticationPrincipal Caller caller) {
        var reason =
                body == null || body.reason == null
                        ? "approved"
                        : Fields.text("reason", body.reason, LONGEST_REASON);
        return deciding.approve(id, caller, reason).response();
    }

    @PostMapping("/{id}/reject")
    ProposalView reject(
            @PathVariable String id,
            @RequestBody @Nullable Decision body,
            @AuthenticationPrincipal Caller caller) {
        var reason = Fields.text("reason", Fields.body(body).reason, LONGEST_REASON);
        return deciding.reject(id, caller, reason);
    }

    /// @param reason needed to reject
    record Decision(@Nullable String reason) {}
}
