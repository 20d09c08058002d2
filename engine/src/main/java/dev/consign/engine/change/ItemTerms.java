package dev.consign.engine.change;

import dev.consign.id.ConsignorId;
import dev.consign.id.ItemId;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;

/// What an item is sold for and who gets what, as it stands now; an order keeps its own copy, so
/// that later changes do not touch it.
///
/// @param price of one piece
/// @param units asset units one piece credits; 0 for card keys
/// @param feeBps the platform's share, in basis points
/// @param oneOpenOrder whether a buyer may have one open order of it at most (incident I6)
public record ItemTerms(
        ItemId itemId,
        ConsignorId consignorId,
        String title,
        ItemKind kind,
        Money price,
        long units,
        int feeBps,
        boolean oneOpenOrder) {}
