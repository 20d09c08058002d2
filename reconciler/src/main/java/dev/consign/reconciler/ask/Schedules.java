package dev.consign.reconciler.ask;

import dev.consign.reconciler.task.TaskKind;

/// One schedule for each kind of task.
public record Schedules(Schedule query, Schedule close, Schedule refund) {

    Schedule of(TaskKind kind) {
        return switch (kind) {
            case QUERY -> query;
            case CLOSE -> close;
            case REFUND -> refund;
        };
    }
}
