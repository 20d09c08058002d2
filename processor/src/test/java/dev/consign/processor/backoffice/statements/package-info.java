@NullMarked
package dev.consign.processor.backoffice.statements;

import org.jspecify.annotations.NullMarked;
