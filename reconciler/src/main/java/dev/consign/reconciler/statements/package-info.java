/// A gateway's file of one day is had, checked and stored.
@NullMarked
package dev.consign.reconciler.statements;

import org.jspecify.annotations.NullMarked;
