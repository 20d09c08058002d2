/// A stored file is compared with our books, both ways. What is a payment fact goes to the engine;
/// no money moves here.
@NullMarked
package dev.consign.reconciler.matching;

import org.jspecify.annotations.NullMarked;
