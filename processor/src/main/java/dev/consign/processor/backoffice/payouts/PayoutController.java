package dev.consign.processor.backoffice.payouts;

import dev.consign.id.ConsignorId;
import dev.consign.id.NumberPrefix;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.list.Superseded;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.backoffice.approvals.Proposal.ProposalView;
import dev.consign.processor.backoffice.payouts.Payouts.HeldView;
import dev.consign.processor.backoffice.payouts.Payouts.PayoutView;
import dev.consign.processor.security.Caller;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Payouts over HTTP.
@RestController
@RequestMapping("/api/payouts")
class PayoutController {
    private final PayoutService paying;
    private final Payouts payouts;
    private final JsonMapper json;

    PayoutController(PayoutService paying, Payouts payouts, JsonMapper json) {
        this.paying = paying;
        this.payouts = payouts;
        this.json = json;
    }

    /// Pays what is owed for a UTC day that has begun, to one consignor or to all. What is posted
    /// after it goes into the next payout; a day is paid once. What is in doubt is held back until
    /// its case is closed, and goes into the payout after that.
    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = PayoutService.PayoutAnswer.class)))
    @ApiResponse(
            responseCode = "202",
            description = "So much money needs a second person: a proposal waits for one",
            content = @Content(schema = @Schema(implementation = ProposalView.class)))
    ResponseEntity<String> pay(
            @RequestHeader(name = IdempotentRequest.HEADER, required = false) @Nullable String key,
            @RequestBody @Nullable PayoutRequest body,
            @AuthenticationPrincipal Caller caller) {
        var wanted = Fields.body(body);
        var request =
                IdempotentRequest.of(
                        caller.name(), key, "POST", "/api/payouts", json.writeValueAsBytes(wanted));
        var date = wanted.date();
        return paying.pay(
                        request,
                        date,
                        Optional.ofNullable(consignor(wanted.consignorId)),
                        json.writeValueAsString(wanted),
                        caller.actor())
                .response();
    }

    @GetMapping
    KeysetPage<PayoutView> list(
            @RequestParam(required = false) @Nullable String consignorId,
            @RequestParam(required = false) @Nullable String businessDate,
            PageQuery page,
            @Superseded(by = "after") @RequestParam(required = false) @Nullable String before) {
        return payouts.page(
                consignor(consignorId),
                businessDate == null ? null : Fields.date("businessDate", businessDate),
                page.window(NumberPrefix.PAYOUT, before));
    }

    /// What payouts have held back because it is in doubt, and none has paid since; the newest
    /// order first.
    @GetMapping("/held")
    KeysetPage<HeldView> held(
            @RequestParam(required = false) @Nullable String consignorId,
            PageQuery page,
            @Superseded(by = "after") @RequestParam(required = false) @Nullable String before) {
        return payouts.held(consignor(consignorId), page.window(NumberPrefix.ORDER, before));
    }

    private static @Nullable ConsignorId consignor(@Nullable String id) {
        return id == null ? null : Fields.shaped("consignorId", id, ConsignorId::new);
    }

    /// @param consignorId left out for all
    record PayoutRequest(@Nullable String businessDate, @Nullable String consignorId) {
        /// The day, checked.
        LocalDate date() {
            return Fields.date("businessDate", businessDate);
        }
    }
}
