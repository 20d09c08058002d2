package dev.consign.processor.backoffice.lookup;

import dev.consign.id.BuyerId;
import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.Outcome;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.list.Superseded;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.backoffice.lookup.Assets.AssetsView;
import dev.consign.processor.backoffice.lookup.Evidence.EvidenceView;
import dev.consign.processor.backoffice.lookup.Evidence.Filter;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What a buyer has, what the gateways said.
@RestController
@RequestMapping("/api")
class ReportController {
    private final Assets assets;
    private final Evidence evidence;

    ReportController(Assets assets, Evidence evidence) {
        this.assets = assets;
        this.evidence = evidence;
    }

    /// The balance is of all entries, whichever of them are listed.
    @GetMapping("/buyers/{buyerId}/assets")
    AssetsView assets(@PathVariable String buyerId, PageQuery page) {
        return assets.of(
                        Fields.shaped("buyerId", buyerId, BuyerId::new),
                        page.window(NumberPrefix.ORDER))
                .orElseThrow(() -> Fields.badCursor("after"));
    }

    @GetMapping("/callbacks")
    KeysetPage<EvidenceView> callbacks(
            @RequestParam(required = false) @Nullable String orderNo,
            @RequestParam(required = false) @Nullable String paymentNo,
            @RequestParam(required = false) @Nullable String outcome,
            PageQuery page,
            @Superseded(by = "after") @RequestParam(required = false) @Nullable String before) {
        var order = Fields.filter("orderNo", orderNo, OrderNo::new);
        var payment = Fields.filter("paymentNo", paymentNo, PaymentNo::new);
        return evidence.page(
                new Filter(
                        order == null ? null : order.value(),
                        payment == null ? null : payment.value(),
                        null,
                        Fields.filter("outcome", outcome, Outcome.values()),
                        page.window(NumberPrefix.EVIDENCE, before)));
    }
}
