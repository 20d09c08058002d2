/// Tests on a real database and a real broker.
@NullMarked
package dev.consign.notify.notification;

import org.jspecify.annotations.NullMarked;
