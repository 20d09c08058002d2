/// What texts are made of, before they are stored, compared or shown.
@NullMarked
package dev.consign.processor.text;

import org.jspecify.annotations.NullMarked;
