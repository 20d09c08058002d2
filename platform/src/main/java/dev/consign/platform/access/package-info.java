/// From where a request comes, and what is shown to whom beside the API: the same in both programs.
@NullMarked
package dev.consign.platform.access;

import org.jspecify.annotations.NullMarked;
