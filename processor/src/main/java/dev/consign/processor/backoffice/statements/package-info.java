/// What a consignor sold, was charged and was paid, day by day. Reads only.
@NullMarked
package dev.consign.processor.backoffice.statements;

import org.jspecify.annotations.NullMarked;
