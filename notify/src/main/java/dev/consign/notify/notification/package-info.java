/// Takes in word of how an order ended, and who is to be told of it. Its failures stay here:
/// nothing in this package can write an order (incident I3).
@NullMarked
package dev.consign.notify.notification;

import org.jspecify.annotations.NullMarked;
