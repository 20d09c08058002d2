/// What the programs' users may do at the database.
@NullMarked
package dev.consign.sql.rights;

import org.jspecify.annotations.NullMarked;
