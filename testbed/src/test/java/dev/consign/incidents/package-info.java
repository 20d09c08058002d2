/// What happened to somebody and must never happen here: one class an incident, named by its number
/// in docs/incidents.md. Real database, real broker, real consumers or whole processes; every test
/// ends with all invariants returning nothing.
@NullMarked
package dev.consign.incidents;

import org.jspecify.annotations.NullMarked;
