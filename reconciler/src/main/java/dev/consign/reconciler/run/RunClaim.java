package dev.consign.reconciler.run;

import dev.consign.id.GatewayCode;
import dev.consign.reconciliation.StatementOrigin;
import java.time.LocalDate;

/// One worker's right to work on one run, and on that gateway and date, until its lease ends. What
/// it writes later counts only while nobody has claimed the run again, which the fence tells.
///
/// @param attempts claims so far, this one included
public record RunClaim(
        String runId,
        GatewayCode gateway,
        LocalDate date,
        StatementOrigin origin,
        int attempts,
        long fence) {}
