package dev.consign.processor.shop;

import dev.consign.engine.placement.Placement;
import dev.consign.id.GatewayCode;
import dev.consign.id.ItemId;
import dev.consign.order.Decision;
import dev.consign.platform.refusal.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Why nothing was done for the shop.
sealed interface ShopRefusal extends Refusal {
    /// The goods cannot be reserved, for the first time or again.
    ///
    /// @param placement which has written nothing that counts
    record NotReserved(Placement placement) implements ShopRefusal {}

    /// Another order of the same buyer and item was opened meanwhile.
    ///
    /// @param open empty when it is closed again
    record OpenedBeside(Optional<Placement.AlreadyOpen> open) implements ShopRefusal {}

    /// So many pieces cost more than can be counted.
    record AmountOutOfRange(int quantity, ItemId itemId) implements ShopRefusal {}

    /// @param known gateways, in the order of their codes
    record UnknownGateway(List<GatewayCode> known) implements ShopRefusal {}

    /// @param pause for which the gateway is left alone
    record GatewayUnavailable(GatewayCode gateway, Duration pause) implements ShopRefusal {}

    /// The rules forbid another attempt to pay.
    record NotPayable(Decision.Refused refused) implements ShopRefusal {}

    /// The rules forbid to cancel.
    record NotCancellable(Decision.Refused refused) implements ShopRefusal {}

    /// The rules forbid to return so much.
    record NotRefundable(Decision.Refused refused) implements ShopRefusal {}
}
