package dev.consign.processor.shop.catalogue;

import dev.consign.id.ConsignorId;
import dev.consign.id.NumberPrefix;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.shop.catalogue.CatalogueList.ConsignorEntry;
import dev.consign.processor.shop.catalogue.CatalogueList.ItemEntry;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The catalogue by the page over HTTP.
@RestController
@RequestMapping("/api")
class CatalogueListController {
    private final CatalogueList catalogue;

    CatalogueListController(CatalogueList catalogue) {
        this.catalogue = catalogue;
    }

    @GetMapping("/consignors")
    KeysetPage<ConsignorEntry> consignors(PageQuery page) {
        return catalogue.consignors(page.window(NumberPrefix.CONSIGNOR));
    }

    @GetMapping("/items")
    KeysetPage<ItemEntry> items(
            @RequestParam(required = false) @Nullable String consignorId, PageQuery page) {
        return catalogue.items(
                Fields.filter("consignorId", consignorId, ConsignorId::new),
                page.window(NumberPrefix.ITEM));
    }
}
