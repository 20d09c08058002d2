/// How Consign talks to its broker: queue names, checked settings, connections and the sender.
@NullMarked
package dev.consign.broker;

import org.jspecify.annotations.NullMarked;
