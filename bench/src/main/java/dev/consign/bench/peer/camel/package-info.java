/// A Camel route: `idempotentConsumer` over JDBC, one JDBC transaction a message.
@NullMarked
package dev.consign.bench.peer.camel;

import org.jspecify.annotations.NullMarked;
