/// Messages that no consumer could process: kept with their cause, shown, sent again once or thrown
/// away by a person who says why.
@NullMarked
package dev.consign.processor.backoffice.deadletters;

import org.jspecify.annotations.NullMarked;
