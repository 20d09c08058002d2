package dev.consign.reconciler.ask;

import dev.consign.task.TaskKind;

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
