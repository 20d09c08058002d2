/// Hibernate on the connection that JDBC has open, for the few tables that are edited and reported.
@NullMarked
package dev.consign.processor.hibernate;

import org.jspecify.annotations.NullMarked;
