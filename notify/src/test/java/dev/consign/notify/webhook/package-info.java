@NullMarked
package dev.consign.notify.webhook;

import org.jspecify.annotations.NullMarked;
