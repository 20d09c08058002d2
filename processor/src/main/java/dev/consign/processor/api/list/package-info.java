/// Lists, which are everywhere alike: `{items, next}`, `?after=` for the next page, `from` and `to`
/// for a piece of time.
@NullMarked
package dev.consign.processor.api.list;

import org.jspecify.annotations.NullMarked;
