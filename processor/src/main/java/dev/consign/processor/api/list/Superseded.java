package dev.consign.processor.api.list;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A parameter that has a newer name and is taken all the same until a day: whoever sends it is
/// told so in the headers of the answer (docs/api.md).
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Superseded {
    /// The newer name.
    String by();
}
