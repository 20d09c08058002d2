/// Cases: what a person must look at, and what they decided.
@NullMarked
package dev.consign.processor.backoffice.cases;

import org.jspecify.annotations.NullMarked;
