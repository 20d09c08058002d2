package dev.consign.processor.backoffice.payouts;

import dev.consign.platform.refusal.Refusal;
import java.time.LocalDate;

/// Nothing is owed yet for a day that has not begun in UTC.
record DayNotBegun(LocalDate businessDate) implements Refusal {}
