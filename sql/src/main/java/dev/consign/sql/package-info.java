/// What both programs must agree on about the database: which one is safe to use, how a connection
/// to it is set up, and what its failures mean.
@NullMarked
package dev.consign.sql;

import org.jspecify.annotations.NullMarked;
