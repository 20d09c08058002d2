package dev.consign.processor.backoffice.reconciliations;

import dev.consign.id.GatewayCode;
import java.time.LocalDate;

/// What is to be reconciled, checked.
///
/// @param businessDate as the gateway counts days
record RequestedRun(GatewayCode gateway, LocalDate businessDate) {}
