package dev.consign.bench.peer.spring;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// Stock and card keys. They are changed without being read.
interface Goods extends Repository<StockRow, String> {
    @Modifying(flushAutomatically = true)
    @Query(
            "update Stock s set s.sold = s.sold + :pieces, s.reserved = s.reserved - :pieces where s.itemId = :item")
    int sell(String item, long pieces);

    @Modifying
    @Query(
            "update CardKey k set k.status = 'SOLD' where k.orderNo = :order and k.status = 'RESERVED'")
    int sellKeys(String order);
}
