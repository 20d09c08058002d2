package dev.consign.processor.hibernate;

import java.util.List;

/// The entity classes one package brings along; Hibernate is built from all of them.
public record Entities(List<Class<?>> classes) {}
