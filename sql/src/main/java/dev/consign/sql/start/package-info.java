/// What both programs do before they work: read their settings, check the servers behind them, and
/// say in one sentence why they will not start.
@NullMarked
package dev.consign.sql.start;

import org.jspecify.annotations.NullMarked;
