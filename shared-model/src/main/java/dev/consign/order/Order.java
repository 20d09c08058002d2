package dev.consign.order;

import dev.consign.id.BuyerId;
import dev.consign.id.ConsignorId;
import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import dev.consign.money.Money;
import java.time.Instant;

/// An order as it stood when its row was locked.
///
/// @param version rises by one with every move; history has one row for each
/// @param quantity pieces ordered, at least 1
/// @param units asset units one piece credits; 0 for card keys
/// @param amount the price of the whole order
/// @param feeBps the platform's share when the order was placed, in basis points
/// @param cancelRequested whether the buyer wants it cancelled, which waits for the gateway to
///   close its payments
public record Order(
        OrderNo orderNo,
        OrderStatus status,
        int version,
        BuyerId buyerId,
        ItemId itemId,
        ItemKind itemKind,
        ConsignorId consignorId,
        int quantity,
        long units,
        Money amount,
        int feeBps,
        Instant expiresAt,
        boolean cancelRequested) {

    /// One that nobody wants cancelled.
    public Order(
            OrderNo orderNo,
            OrderStatus status,
            int version,
            BuyerId buyerId,
            ItemId itemId,
            ItemKind itemKind,
            ConsignorId consignorId,
            int quantity,
            long units,
            Money amount,
            int feeBps,
            Instant expiresAt) {
        this(
                orderNo,
                status,
                version,
                buyerId,
                itemId,
                itemKind,
                consignorId,
                quantity,
                units,
                amount,
                feeBps,
                expiresAt,
                false);
    }

    /// The same order one move later.
    ///
    /// @throws IllegalArgumentException when the move does not start at this status
    public Order after(OrderMove move) {
        if (!move.startsAt(status)) {
            throw new IllegalArgumentException(
                    "%s does not start at %s (%s)".formatted(move, status, orderNo));
        }
        return new Order(
                orderNo,
                move.to(),
                version + 1,
                buyerId,
                itemId,
                itemKind,
                consignorId,
                quantity,
                units,
                amount,
                feeBps,
                expiresAt,
                cancelRequested);
    }

    /// The same order, which its buyer wants cancelled.
    public Order cancelling() {
        return new Order(
                orderNo,
                status,
                version,
                buyerId,
                itemId,
                itemKind,
                consignorId,
                quantity,
                units,
                amount,
                feeBps,
                expiresAt,
                true);
    }
}
