/// The ways between the programs and what stands behind them, with certificates made by the tests.
@NullMarked
package dev.consign.tls;

import org.jspecify.annotations.NullMarked;
