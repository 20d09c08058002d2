/// What the sandbox has on its books: payments, refunds and disputes, and the journal that it wakes
/// up with. Knows no HTTP.
@NullMarked
package dev.consign.testbed.sandbox.account;

import org.jspecify.annotations.NullMarked;
