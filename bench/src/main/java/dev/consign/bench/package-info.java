/// `./consign bench`: what Consign does in a second, beside what a user would pick instead and
/// beside the limit of the machine, all in one run.
@NullMarked
package dev.consign.bench;

import org.jspecify.annotations.NullMarked;
