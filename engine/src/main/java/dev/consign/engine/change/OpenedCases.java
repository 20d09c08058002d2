package dev.consign.engine.change;

import dev.consign.id.OrderNo;
import dev.consign.order.CaseKind;
import dev.consign.order.OrderStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What one batch has for people to look at.
final class OpenedCases {
    private final List<OpenCase> cases = new ArrayList<>();

    void add(OpenCase one) {
        cases.add(one);
    }

    /// The same contradiction once more changes nothing, also where a person has closed its case.
    /// An order that did not end for its sake would wait for nobody then: there the time makes it
    /// another word, and the case is open again.
    List<OpenCase> of(Collection<OrderAggregate> files, Instant now) {
        if (cases.stream().noneMatch(one -> one.kind() == CaseKind.CONFLICT)) {
            return List.copyOf(cases);
        }
        var waiting =
                files.stream()
                        .filter(OpenedCases::didNotEnd)
                        .map(OrderAggregate::orderNo)
                        .collect(Collectors.toSet());
        return cases.stream().map(one -> isReason(one, waiting) ? one.at(now) : one).toList();
    }

    private static boolean didNotEnd(OrderAggregate file) {
        return file.order().status() == OrderStatus.IN_REVIEW
                && file.movedPayments().stream().anyMatch(one -> one.now().status().endedUnpaid());
    }

    private static boolean isReason(OpenCase one, Set<OrderNo> waiting) {
        var order = one.order();
        return one.kind() == CaseKind.CONFLICT
                && order != null
                && waiting.contains(order.orderNo())
                && one.doubt().leavesPaymentOpen();
    }
}
