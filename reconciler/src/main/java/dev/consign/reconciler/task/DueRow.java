package dev.consign.reconciler.task;

import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.task.TaskKind;

/// A task that is due, as its own row says it.
record DueRow(
        String taskId,
        TaskKind kind,
        GatewayCode gateway,
        PaymentNo paymentNo,
        String reference,
        int attempts,
        long fence) {}
