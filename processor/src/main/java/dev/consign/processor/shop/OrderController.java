package dev.consign.processor.shop;

import dev.consign.engine.Actor;
import dev.consign.id.GatewayCode;
import dev.consign.id.OrderNo;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.api.request.EntityTags;
import dev.consign.processor.backoffice.approvals.Proposal.ProposalView;
import dev.consign.processor.backoffice.lookup.OrderReading;
import dev.consign.processor.backoffice.lookup.OrderReading.Shown;
import dev.consign.processor.backoffice.lookup.OrderReport.OrderView;
import dev.consign.processor.backoffice.lookup.RefundView;
import dev.consign.processor.security.Caller;
import dev.consign.processor.security.Role;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Orders over HTTP. A request with an Idempotency-Key is answered in the stored words when it
/// comes again, and says so in `Idempotency-Replayed`.
@RestController
@RequestMapping("/api/orders")
class OrderController {
    private static final byte[] NO_BODY = {};

    private final Checkout checkout;
    private final PayAgain payAgain;
    private final CancelOrder cancelling;
    private final RequestRefund refunding;
    private final OrderReading reading;
    private final JsonMapper json;

    OrderController(
            Checkout checkout,
            PayAgain payAgain,
            CancelOrder cancelling,
            RequestRefund refunding,
            OrderReading reading,
            JsonMapper json) {
        this.checkout = checkout;
        this.payAgain = payAgain;
        this.cancelling = cancelling;
        this.refunding = refunding;
        this.reading = reading;
        this.json = json;
    }

    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = OrderAnswers.OrderAnswer.class)))
    ResponseEntity<String> place(
            @RequestHeader(name = IdempotentRequest.HEADER, required = false) @Nullable String key,
            @RequestBody @Nullable OrderRequest body,
            @AuthenticationPrincipal Caller caller) {
        var order = Fields.body(body);
        var request = request(caller, key, "/api/orders", order);
        return checkout.place(request, order, caller.actor()).response();
    }

    @PostMapping(path = "/{orderNo}/cancel", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = CancelOrder.Cancelled.class)))
    @ApiResponse(
            responseCode = "202",
            description = "A payment is in flight: it is closed at its gateway first",
            content = @Content(schema = @Schema(implementation = CancelOrder.Cancelled.class)))
    ResponseEntity<String> cancel(
            @RequestHeader(name = IdempotentRequest.HEADER, required = false) @Nullable String key,
            @PathVariable String orderNo,
            @AuthenticationPrincipal Caller caller) {
        var number = number(orderNo);
        var path = "/api/orders/%s/cancel".formatted(number);
        var request = IdempotentRequest.of(caller.name(), key, "POST", path, NO_BODY);
        return cancelling.cancel(request, number, caller.actor()).response();
    }

    /// One more attempt to pay the order: after it failed, or at once when an attempt has no
    /// payUrl.
    @PostMapping(path = "/{orderNo}/payments", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = OrderAnswers.OrderAnswer.class)))
    ResponseEntity<String> pay(
            @RequestHeader(name = IdempotentRequest.HEADER, required = false) @Nullable String key,
            @PathVariable String orderNo,
            @RequestBody @Nullable PaymentRequest body,
            @AuthenticationPrincipal Caller caller) {
        var number = number(orderNo);
        var wanted = Fields.body(body);
        var request = request(caller, key, "/api/orders/%s/payments".formatted(number), wanted);
        var gateway = Fields.shaped("gateway", wanted.gateway, GatewayCode::new);
        var by = signature(caller, "another attempt to pay");
        return payAgain.pay(request, number, gateway, by).response();
    }

    /// Asks the gateway to return money, all of what is left or a part of it.
    @PostMapping(path = "/{orderNo}/refunds", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = RequestRefund.RefundAnswer.class)))
    @ApiResponse(
            responseCode = "202",
            description = "So much money needs a second person: a proposal waits for one",
            content = @Content(schema = @Schema(implementation = ProposalView.class)))
    ResponseEntity<String> refund(
            @RequestHeader(name = IdempotentRequest.HEADER, required = false) @Nullable String key,
            @PathVariable String orderNo,
            @RequestBody @Nullable RefundRequest body,
            @AuthenticationPrincipal Caller caller) {
        var number = number(orderNo);
        var wanted = Fields.body(body);
        var request = request(caller, key, "/api/orders/%s/refunds".formatted(number), wanted);
        var checked = wanted.checked();
        var by = signature(caller, checked.reason());
        return refunding
                .refund(
                        request,
                        number,
                        checked,
                        json.writeValueAsString(wanted.because(checked.reason())),
                        by)
                .response();
    }

    @GetMapping("/{orderNo}/refunds/{refundNo}")
    RefundView refund(@PathVariable String orderNo, @PathVariable String refundNo) {
        return reading.refunds(number(orderNo)).stream()
                .filter(one -> one.refundNo().equals(refundNo))
                .findFirst()
                .orElseThrow(() -> Fields.notFound("such refund of this order"));
    }

    /// With the ETag of an earlier answer in If-None-Match: 304, and nothing is shown, while the
    /// order is as it was.
    @GetMapping("/{orderNo}")
    ResponseEntity<OrderView> show(
            @PathVariable String orderNo,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
                    @Nullable String known,
            @AuthenticationPrincipal Caller caller) {
        var number = number(orderNo);
        var tags = EntityTags.read(known);
        return switch (reading.find(number, caller, tags::have)
                .orElseThrow(() -> Fields.notFound("order " + number))) {
            case Shown.Unchanged(var tag) ->
                    ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag).build();
            case Shown.Whole(var tag, var order) -> ResponseEntity.ok().eTag(tag).body(order);
        };
    }

    private static OrderNo number(String text) {
        try {
            return new OrderNo(text);
        } catch (IllegalArgumentException _) {
            throw Fields.notFound("such order");
        }
    }

    private IdempotentRequest request(
            Caller caller, @Nullable String key, String path, Object body) {
        return IdempotentRequest.of(caller.name(), key, "POST", path, json.writeValueAsBytes(body));
    }

    private static Actor signature(Caller caller, String reason) {
        var source = caller.role() == Role.SHOP ? "SHOP" : Actor.PERSON;
        return new Actor(source, caller.actor(), reason);
    }

    /// What the shop sends to try again.
    record PaymentRequest(@Nullable String gateway) {}
}
