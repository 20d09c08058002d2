/// How requests are read before any controller sees them, and how long they may wait: nothing that
/// came twice is taken for something else, nothing unknown is passed over.
@NullMarked
package dev.consign.processor.api.request;

import org.jspecify.annotations.NullMarked;
