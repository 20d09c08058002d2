/// Cases and the audit of them as they are read from their tables.
@NullMarked
package dev.consign.processor.backoffice.cases.stored;

import org.jspecify.annotations.NullMarked;
