/// What the sandbox tells its shop: events, signed and posted until they are received.
@NullMarked
package dev.consign.testbed.sandbox.callback;

import org.jspecify.annotations.NullMarked;
