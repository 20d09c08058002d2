/// A trading day with every kind of trouble, and the proof that the books survived it.
@NullMarked
package dev.consign.testbed.demo;

import org.jspecify.annotations.NullMarked;
