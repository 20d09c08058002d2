package dev.consign.engine.placement;

import dev.consign.sql.RefusedToStart;
import java.time.Duration;

/// The limits of an order.
///
/// @param timeToPay from placing to expiry
/// @param firstQuery from placing to the first question to the gateway
/// @param mostReserved pieces one buyer may hold in unpaid orders, so that nobody holds everything
public record PlacementSettings(Duration timeToPay, Duration firstQuery, int mostReserved) {
    /// @throws RefusedToStart naming what is wrong
    public PlacementSettings {
        if (!timeToPay.isPositive() || !firstQuery.isPositive()) {
            throw new RefusedToStart(
                    "consign.orders.time-to-pay and consign.requery.first-delay must be longer than nothing");
        }
        if (mostReserved < 1) {
            throw new RefusedToStart("consign.orders.most-reserved-per-buyer must be at least 1");
        }
    }
}
