package dev.consign.processor.security;

import org.springframework.stereotype.Component;

/// Whose keys there are. The key of a role is a program's: whoever has it and a key of their own
/// would be two people.
@Component
public final class People {
    private final KeyRing ring;

    People(KeyRing ring) {
        this.ring = ring;
    }

    /// Whether two people can decide together what one may not decide alone. Only while they
    /// cannot, the key of a role counts as a person.
    public boolean canDecideTogether() {
        return ring.people(Role.FINANCE) > 1;
    }
}
