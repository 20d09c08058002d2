package dev.consign.bench.peer.spring;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// Payments with their orders.
interface Payments extends Repository<PaymentRow, String> {
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select p from Payment p join fetch p.order where p.paymentNo = :paymentNo")
    Optional<PaymentRow> lock(String paymentNo);
}
