package dev.consign.reconciler.ask;

import dev.consign.gateway.CloseAnswer;
import dev.consign.gateway.QueryAnswer;
import dev.consign.gateway.RefundAnswer;
import dev.consign.id.GatewayCode;
import dev.consign.sql.DatabaseDown;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.LongSupplier;

/// What operators see of the tasks. Every tag has a handful of values only.
public final class TaskMeters {
    private final MeterRegistry registry;
    private final Counter claimed;
    private final Counter exhausted;
    private final Counter lost;
    private final Counter kept;

    /// @param due asked at each look, and free to fail: then there is no figure
    public TaskMeters(MeterRegistry registry, LongSupplier due) {
        this.registry = registry;
        this.claimed = registry.counter("consign_task_claimed_total");
        this.exhausted = registry.counter("consign_task_exhausted_total");
        this.lost = registry.counter("consign_task_lost_total");
        this.kept = registry.counter("consign_facts_past_broker_total");
        Gauge.builder("consign_task_due", () -> figure(due)).register(registry);
    }

    private static double figure(LongSupplier due) {
        try {
            return due.getAsLong();
        } catch (DatabaseDown _) {
            return Double.NaN;
        }
    }

    void claimed() {
        claimed.increment();
    }

    void asked(GatewayCode gateway, QueryAnswer answer) {
        asked(
                gateway,
                "query",
                switch (answer) {
                    case QueryAnswer.Known(var fact) -> fact.kind().name();
                    case QueryAnswer.NotFound _ -> "not_found";
                    case QueryAnswer.Unclear _ -> "unclear";
                });
    }

    void asked(GatewayCode gateway, CloseAnswer answer) {
        asked(
                gateway,
                "close",
                switch (answer) {
                    case CloseAnswer.Known(var fact) -> fact.kind().name();
                    case CloseAnswer.NotFound _ -> "not_found";
                    case CloseAnswer.Unclear _ -> "unclear";
                });
    }

    void asked(GatewayCode gateway, RefundAnswer answer) {
        asked(
                gateway,
                "refund",
                switch (answer) {
                    case RefundAnswer.Refunded _ -> "refunded";
                    case RefundAnswer.Accepted _ -> "accepted";
                    case RefundAnswer.Refused _ -> "refused";
                    case RefundAnswer.Unclear _ -> "unclear";
                });
    }

    private void asked(GatewayCode gateway, String call, String answer) {
        registry.counter(
                        "consign_task_asked_total",
                        "gateway",
                        gateway.value(),
                        "call",
                        call,
                        "answer",
                        answer.toLowerCase(Locale.ROOT))
                .increment();
    }

    /// A fact that went past the broker.
    void keptFromBroker() {
        kept.increment();
    }

    void sent(String queue, String result) {
        registry.counter(
                        "consign_sends_total",
                        "queue",
                        queue,
                        "result",
                        result.toLowerCase(Locale.ROOT))
                .increment();
    }

    void exhausted() {
        exhausted.increment();
    }

    /// A claim that was no longer the newest: normal now and then, a sign of too short a lease when
    /// it is frequent.
    void lost() {
        lost.increment();
    }
}
