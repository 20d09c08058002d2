/// MariaDB as a process of its own.
@NullMarked
package dev.consign.testbed.database;

import org.jspecify.annotations.NullMarked;
