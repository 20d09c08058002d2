package dev.consign.notify.mail;

import dev.consign.id.BuyerId;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Where buyers are written to, for as long as the shop says so.
@Component
public final class Contacts {
    private static final String PUT =
            """
            INSERT INTO buyer_contact (buyer_id, email, updated_at) VALUES (:buyer, :email, :at)
            ON DUPLICATE KEY UPDATE email = VALUES(email), updated_at = VALUES(updated_at)
            """;

    private static final String DELETE = "DELETE FROM buyer_contact WHERE buyer_id = :buyer";

    private static final String EMAIL = "SELECT email FROM buyer_contact WHERE buyer_id = :buyer";

    private static final String KNOWN =
            "SELECT buyer_id FROM buyer_contact WHERE buyer_id IN (:buyers)";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Contacts(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// In the caller's transaction.
    public void put(BuyerId buyer, MailAddress address) {
        jdbc.sql(PUT)
                .param("buyer", buyer.value())
                .param("email", address.value())
                .param("at", Utc.column(clock.instant()))
                .update();
    }

    /// @return whether there was an address
    public boolean delete(BuyerId buyer) {
        return jdbc.sql(DELETE).param("buyer", buyer.value()).update() > 0;
    }

    Optional<MailAddress> of(String buyer) {
        return jdbc.sql(EMAIL)
                .param("buyer", buyer)
                .query(String.class)
                .optional()
                .map(MailAddress::new);
    }

    Set<String> known(Collection<String> buyers) {
        return buyers.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql(KNOWN).param("buyers", buyers).query(String.class).list());
    }
}
