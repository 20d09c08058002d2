/// What a gateway must be asked, and when.
@NullMarked
package dev.consign.task;

import org.jspecify.annotations.NullMarked;
