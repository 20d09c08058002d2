/// The engine: the only code that writes orders, payments, stock and ledger.
@NullMarked
package dev.consign.engine;

import org.jspecify.annotations.NullMarked;
