package dev.consign.bench.peer.spring;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/// One row of `gateway_task`.
@Entity(name = "GatewayTask")
@Table(name = "gateway_task")
class GatewayTaskRow {
    @Id
    @Column(name = "task_id")
    String taskId;

    @Column(name = "reference")
    String reference;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected GatewayTaskRow() {}
}
