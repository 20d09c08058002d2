package dev.consign.bench.peer.spring;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// Questions for the gateway that have an answer now.
interface GatewayTasks extends Repository<GatewayTaskRow, String> {
    @Modifying
    @Query("delete from GatewayTask t where t.reference = :reference")
    int deleteByReference(String reference);
}
