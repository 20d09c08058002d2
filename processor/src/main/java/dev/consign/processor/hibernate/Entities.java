package dev.consign.processor.hibernate;

import java.util.List;

/// The entity classes that one package brings along; Hibernate is built from all of them.
public interface Entities {
    /// Annotated with `@Entity`.
    List<Class<?>> classes();
}
