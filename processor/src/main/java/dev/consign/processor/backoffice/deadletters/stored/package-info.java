/// A dead letter as it is kept, and what its body says.
@NullMarked
package dev.consign.processor.backoffice.deadletters.stored;

import org.jspecify.annotations.NullMarked;
