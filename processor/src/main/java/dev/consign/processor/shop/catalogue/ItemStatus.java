package dev.consign.processor.shop.catalogue;

import org.jspecify.annotations.Nullable;

/// Whether an item can be ordered; fixed words of the API.
enum ItemStatus {
    /// As long as there are pieces.
    ON_SALE,
    /// Not until it is restored. Open orders of it go on.
    WITHDRAWN;

    static ItemStatus since(@Nullable Object withdrawnAt) {
        return withdrawnAt == null ? ON_SALE : WITHDRAWN;
    }
}
