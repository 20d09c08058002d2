/// What statements of all gateways have in common: lines of cells, and what spreadsheets do to
/// them.
@NullMarked
package dev.consign.gateway.statement;

import org.jspecify.annotations.NullMarked;
