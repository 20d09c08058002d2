package dev.consign.startup;

import dev.consign.testkit.database.Database;
import java.util.Map;

/// Settings a finished program starts with, as an administrator would write them.
final class GoodSettings {
    static final String SANDBOX_KEY = "key-of-this-test";
    static final String BROKER_PASSWORD = "word-of-the-broker";
    static final String DATABASE_PASSWORD = "word-of-the-database";
    static final String WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    static final String CARD_KEY_SECRET = "NPo+lv9tQ2ZkY1x0b7pB8s3V5mJrXcWuHqTgE4dLyA0=";
    static final String SHOP_KEY = "shop-Vq83hK0dXz5TnR2yLw7B";

    private GoodSettings() {}

    /// @param module `processor` or `reconciler`; the broker's user of that name
    /// @param broker its address
    /// @param port where the program listens
    static Map<String, String> of(String module, Database database, String broker, int port) {
        return Map.ofEntries(
                Map.entry("CONSIGN_DB_URL", database.jdbcUrl()),
                Map.entry("CONSIGN_DB_USER", database.user()),
                Map.entry("CONSIGN_DB_PASSWORD", DATABASE_PASSWORD),
                Map.entry("CONSIGN_BROKER_URL", broker),
                Map.entry("CONSIGN_BROKER_USER", module),
                Map.entry("CONSIGN_BROKER_PASSWORD", BROKER_PASSWORD),
                Map.entry("CONSIGN_SANDBOX_URL", "http://127.0.0.1:1"),
                Map.entry("CONSIGN_SANDBOX_API_KEY", SANDBOX_KEY),
                Map.entry("CONSIGN_SANDBOX_WEBHOOK_SECRET", WEBHOOK_SECRET),
                Map.entry("CONSIGN_CARD_KEY_SECRET", CARD_KEY_SECRET),
                Map.entry("CONSIGN_API_KEY_SHOP", SHOP_KEY),
                Map.entry("CONSIGN_API_KEY_SUPPORT", "support-Jm41cF9gUa6QeP8sHx3D"),
                Map.entry("CONSIGN_API_KEY_FINANCE", "finance-Yt72bN5kWi1ZrO4vGu8C"),
                Map.entry("CONSIGN_API_KEY_OPS", "ops-Ld96pS3jAe0MxT7qFb2E"),
                Map.entry("CONSIGN_HTTP_PORT", Integer.toString(port)),
                Map.entry("CONSIGN_RECONCILER_PORT", Integer.toString(port)));
    }
}
