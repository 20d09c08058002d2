@NullMarked
package dev.consign.processor.backoffice.notifications;

import org.jspecify.annotations.NullMarked;
