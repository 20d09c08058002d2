/// A Spring Boot application: `@JmsListener`, one JPA transaction a message.
@NullMarked
package dev.consign.bench.peer.spring;

import org.jspecify.annotations.NullMarked;
