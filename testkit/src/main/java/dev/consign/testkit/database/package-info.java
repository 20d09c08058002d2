/// MariaDB as a process of its own.
@NullMarked
package dev.consign.testkit.database;

import org.jspecify.annotations.NullMarked;
