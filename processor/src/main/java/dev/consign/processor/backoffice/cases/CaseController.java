package dev.consign.processor.backoffice.cases;

import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.CaseKind;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.list.Superseded;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.backoffice.approvals.Proposal.ProposalView;
import dev.consign.processor.backoffice.cases.CaseRepository.Filter;
import dev.consign.processor.security.Caller;
import dev.consign.processor.security.Role;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Cases over HTTP. Support may resolve what moves no money; what does, or lets money be that went
/// wrong, is for finance, under an Idempotency-Key.
@RestController
@RequestMapping("/api/cases")
class CaseController {
    private final CaseRepository cases;
    private final CaseReport report;
    private final ResolveCase resolving;
    private final JsonMapper json;

    CaseController(
            CaseRepository cases, CaseReport report, ResolveCase resolving, JsonMapper json) {
        this.cases = cases;
        this.report = report;
        this.resolving = resolving;
        this.json = json;
    }

    @GetMapping
    KeysetPage<CaseView> list(
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String orderNo,
            @RequestParam(required = false) @Nullable String paymentNo,
            PageQuery page,
            @Superseded(by = "after") @RequestParam(required = false) @Nullable String before) {
        var order = Fields.filter("orderNo", orderNo, OrderNo::new);
        var payment = Fields.filter("paymentNo", paymentNo, PaymentNo::new);
        var filter =
                new Filter(
                        Fields.filter("status", status, CaseStatus.values()),
                        Fields.filter("kind", kind, CaseKind.values()),
                        order == null ? null : order.value(),
                        payment == null ? null : payment.value(),
                        page.window(NumberPrefix.CASE, before));
        return cases.page(filter).map(CaseView::of);
    }

    /// The case, its order, what gateways said, what people did, and what can be done now.
    @GetMapping("/{id}")
    CaseDetail show(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        return report.of(id, caller);
    }

    /// Does something about the case, or nothing, and closes it unless it is the only one to watch
    /// what is left.
    @PostMapping(path = "/{id}/resolve", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ResolveCase.Resolved.class)))
    @ApiResponse(
            responseCode = "202",
            description = "So much money needs a second person: a proposal waits for one",
            content = @Content(schema = @Schema(implementation = ProposalView.class)))
    ResponseEntity<String> resolve(
            @RequestHeader(name = IdempotentRequest.HEADER, required = false) @Nullable String key,
            @PathVariable String id,
            @RequestBody @Nullable ResolveRequest body,
            @AuthenticationPrincipal Caller caller) {
        var asked = Fields.body(body);
        var wish = asked.checked();
        // Neither its kind nor its message ever changes.
        var decidesMoney = wish.action().decidesMoney(cases.find(id));
        if (decidesMoney && caller.role() != Role.FINANCE) {
            throw new ApiFailure(
                    HttpStatus.FORBIDDEN,
                    "forbidden",
                    "%s is about money here: finance decides that.".formatted(wish.action()));
        }
        var request =
                key == null && !decidesMoney
                        ? Optional.<IdempotentRequest>empty()
                        : Optional.of(
                                IdempotentRequest.of(
                                        caller.name(),
                                        key,
                                        "POST",
                                        "/api/cases/%s/resolve".formatted(id),
                                        json.writeValueAsBytes(asked)));
        return resolving
                .resolve(
                        request,
                        id,
                        wish,
                        json.writeValueAsString(asked.because(wish.reason())),
                        caller.actor())
                .response();
    }

    /// The statuses of a case.
    enum CaseStatus {
        OPEN,
        RESOLVED
    }
}
