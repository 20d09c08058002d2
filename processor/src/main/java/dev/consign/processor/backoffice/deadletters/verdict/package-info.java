/// What would become of a dead letter if it were sent again. Reads only.
@NullMarked
package dev.consign.processor.backoffice.deadletters.verdict;

import org.jspecify.annotations.NullMarked;
