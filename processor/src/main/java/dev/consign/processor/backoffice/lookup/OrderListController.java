package dev.consign.processor.backoffice.lookup;

import dev.consign.id.BuyerId;
import dev.consign.id.NumberPrefix;
import dev.consign.id.TransactionId;
import dev.consign.order.OrderStatus;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.backoffice.lookup.OrderList.OrderSummary;
import dev.consign.processor.backoffice.lookup.OrderList.Wanted;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Finds orders over HTTP, for whoever has a buyer, a sum or a gateway's number, and no order's.
@RestController
@RequestMapping("/api/orders")
class OrderListController {
    /// A hundred pieces at the highest price.
    private static final long MOST = 100 * MoneyBody.MOST;

    private final OrderList orders;

    OrderListController(OrderList orders) {
        this.orders = orders;
    }

    @GetMapping
    KeysetPage<OrderSummary> list(
            @RequestParam(required = false) @Nullable String buyerId,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String transactionId,
            @RequestParam(required = false) @Nullable String amount,
            PageQuery page) {
        return orders.page(
                new Wanted(
                        Fields.filter("buyerId", buyerId, BuyerId::new),
                        Fields.filter("status", status, OrderStatus.values()),
                        Fields.filter("transactionId", transactionId, TransactionId::new),
                        amount == null ? null : Fields.digits("amount", amount, 1, MOST),
                        page.window(NumberPrefix.ORDER)));
    }
}
