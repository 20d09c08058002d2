package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.account.Refusal;

/// How bad the day is. Concerns what the shop calls, not the control interface.
///
/// @param latencyMs every answer takes this much longer
/// @param errorRate part of the requests that end with an error, half of them *after* the work was
///   done, as gateways do
/// @param hang the work is done, but nobody is told
/// @param payOnCreate the buyer pays, and the callback arrives, before the shop has its answer
/// @param refuseRefunds new refunds are answered 422
/// @param refundAfterMs new refunds are answered 202, and made this much later; 0 makes them at
///   once
/// @param loseRefundCallbacks refunds made while this holds are told to nobody who does not ask
record Faults(
        int latencyMs,
        double errorRate,
        boolean hang,
        boolean payOnCreate,
        boolean refuseRefunds,
        int refundAfterMs,
        boolean loseRefundCallbacks) {
    static final Faults NONE = new Faults(0, 0, false, false, false, 0, false);

    Faults {
        if (latencyMs < 0 || latencyMs > 600_000) {
            throw new Refusal(400, "bad_faults", "latencyMs must be between 0 and 600000");
        }
        if (refundAfterMs < 0 || refundAfterMs > 3_600_000) {
            throw new Refusal(400, "bad_faults", "refundAfterMs must be between 0 and 3600000");
        }
        if (!(errorRate >= 0 && errorRate <= 1)) {
            throw new Refusal(400, "bad_faults", "errorRate must be between 0 and 1");
        }
    }
}
