/// What is locked and read before a batch is decided, and what is written after it, table by table.
@NullMarked
package dev.consign.engine.table;

import org.jspecify.annotations.NullMarked;
