/// Lists that are read page by page, each page a piece of an index: `{items, next}`.
@NullMarked
package dev.consign.platform.keyset;

import org.jspecify.annotations.NullMarked;
