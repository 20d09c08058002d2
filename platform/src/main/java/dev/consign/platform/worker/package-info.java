/// Work that goes on in the background: one loop, one back-off, one way to hold a row for a while,
/// for the outbox, tasks, runs, deliveries and everything that is done now and then.
@NullMarked
package dev.consign.platform.worker;

import org.jspecify.annotations.NullMarked;
