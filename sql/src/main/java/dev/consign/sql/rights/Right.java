package dev.consign.sql.rights;

/// What can be done with a table's rows.
public enum Right {
    SELECT,
    INSERT,
    UPDATE,
    DELETE
}
