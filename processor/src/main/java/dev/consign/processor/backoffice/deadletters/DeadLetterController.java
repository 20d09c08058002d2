package dev.consign.processor.backoffice.deadletters;

import dev.consign.id.MessageId;
import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.list.Superseded;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.backoffice.deadletters.DeadLetterSearch.Filter;
import dev.consign.processor.backoffice.deadletters.DeadLetterSearch.Group;
import dev.consign.processor.backoffice.deadletters.stored.DeadLetterStatus;
import dev.consign.processor.backoffice.deadletters.verdict.Verdicts;
import dev.consign.processor.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Lets people find dead letters, see what requeueing one would do, requeue it safely or give it up
/// for the time being. Where money hangs on a letter, finance decides (issue 10).
@RestController
@RequestMapping("/api/dead-letters")
class DeadLetterController {
    private static final int LONGEST_REASON = 400;

    private final DeadLetterSearch search;
    private final Verdicts verdicts;
    private final DeadLetterActions actions;

    DeadLetterController(DeadLetterSearch search, Verdicts verdicts, DeadLetterActions actions) {
        this.search = search;
        this.verdicts = verdicts;
        this.actions = actions;
    }

    /// Latest failure first.
    @GetMapping
    KeysetPage<DeadLetterView> list(
            @RequestParam(required = false) @Nullable String cause,
            @RequestParam(required = false) @Nullable String queue,
            @RequestParam(required = false) @Nullable String orderNo,
            @RequestParam(required = false) @Nullable String paymentNo,
            @RequestParam(required = false) @Nullable String transactionId,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String messageId,
            PageQuery page,
            @Superseded(by = "after") @RequestParam(required = false) @Nullable String before) {
        var window = page.window(NumberPrefix.DEAD_LETTER, before);
        var follows = window.after();
        if (follows != null && search.one(follows).isEmpty()) {
            throw Fields.badCursor(before == null ? "after" : "before");
        }
        var order = Fields.filter("orderNo", orderNo, OrderNo::new);
        var payment = Fields.filter("paymentNo", paymentNo, PaymentNo::new);
        var transaction = Fields.filter("transactionId", transactionId, TransactionId::new);
        var message = Fields.filter("messageId", messageId, MessageId::new);
        var found =
                search.page(
                        new Filter(
                                cause,
                                queue,
                                order == null ? null : order.value(),
                                payment == null ? null : payment.value(),
                                transaction == null ? null : transaction.value(),
                                checked(status),
                                message == null ? null : message.value(),
                                window));
        var foretold = verdicts.of(found.items());
        return found.map(letter -> DeadLetterView.of(letter, foretold.get(letter.letterId())));
    }

    /// How many letters have queue, cause and status in common.
    @GetMapping("/groups")
    KeysetPage<Group> groups() {
        return KeysetPage.whole(search.groups());
    }

    /// One letter with headers, body and stack.
    @GetMapping("/{letterId}")
    DeadLetterDetail show(@PathVariable String letterId) {
        var letter = search.one(letterId).orElseThrow(() -> Fields.notFound("such dead letter"));
        var foretold = verdicts.of(List.of(letter)).get(letterId);
        return DeadLetterDetail.of(
                DeadLetterView.of(letter, foretold), letter.bodyType(), search.longParts(letterId));
    }

    /// Sends the letter to its queue again.
    @Operation(
            description =
                    "Finance alone where money hangs on the letter (403 needs_finance); decidedBy of"
                            + " the letter says who may.")
    @PostMapping("/{letterId}/requeue")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Answer requeue(
            @PathVariable String letterId,
            @RequestBody Reason reason,
            @AuthenticationPrincipal Caller caller) {
        actions.requeue(letterId, caller, checked(reason));
        return new Answer(letterId, DeadLetterStatus.REQUEUED);
    }

    /// Gives the letter up.
    @Operation(
            description =
                    "Finance alone where money hangs on the letter (403 needs_finance); decidedBy of"
                            + " the letter says who may. Can be taken back.")
    @PostMapping("/{letterId}/discard")
    Answer discard(
            @PathVariable String letterId,
            @RequestBody Reason reason,
            @AuthenticationPrincipal Caller caller) {
        actions.discard(letterId, caller, checked(reason));
        return new Answer(letterId, DeadLetterStatus.DISCARDED);
    }

    /// Takes a discard back: the letter is open again.
    @PostMapping("/{letterId}/undiscard")
    Answer undiscard(
            @PathVariable String letterId,
            @RequestBody Reason reason,
            @AuthenticationPrincipal Caller caller) {
        actions.undiscard(letterId, caller, checked(reason));
        return new Answer(letterId, DeadLetterStatus.OPEN);
    }

    private static @Nullable String checked(@Nullable String status) {
        if (status != null
                && Arrays.stream(DeadLetterStatus.values())
                        .noneMatch(one -> one.name().equals(status))) {
            throw invalid("status must be one of OPEN, REQUEUED, RESOLVED, DISCARDED.");
        }
        return status;
    }

    private static String checked(Reason reason) {
        return Fields.text("reason", reason.reason(), LONGEST_REASON);
    }

    private static ApiFailure invalid(String detail) {
        return new ApiFailure(HttpStatus.BAD_REQUEST, "invalid_request", detail);
    }

    /// Why somebody does it; kept in the audit.
    record Reason(@Nullable String reason) {}

    /// What the letter is now.
    record Answer(String letterId, DeadLetterStatus status) {}
}
