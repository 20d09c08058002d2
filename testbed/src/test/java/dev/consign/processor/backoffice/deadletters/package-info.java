/// Tests on a real database and a real broker.
@NullMarked
package dev.consign.processor.backoffice.deadletters;

import org.jspecify.annotations.NullMarked;
