package dev.consign.processor.shop.catalogue;

import dev.consign.processor.hibernate.Entities;
import java.util.List;
import org.springframework.stereotype.Component;

/// Consignors and items.
@Component
final class CatalogueEntities implements Entities {
    @Override
    public List<Class<?>> classes() {
        return List.of(ConsignorRow.class, ItemRow.class);
    }
}
