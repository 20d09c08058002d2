/// What happened, for those who ask: orders, assets, statements and what the gateways said. Reads
/// only.
@NullMarked
package dev.consign.processor.backoffice.lookup;

import org.jspecify.annotations.NullMarked;
