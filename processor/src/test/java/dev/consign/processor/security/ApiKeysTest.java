package dev.consign.processor.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.sql.RefusedToStart;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private static final String SHOP = "shop-key-shop-key-shop-key";
    private static final String SUPPORT = "support-key-support-key-1";
    private static final String FINANCE = "finance-key-finance-key-1";
    private static final String OPS = "ops-key-ops-key-ops-key-1";

    @Test
    void each_key_stands_for_its_role_and_no_other_text_for_any() {
        var check = new ApiKeyCheck(new ApiKeys(SHOP, SUPPORT, FINANCE, OPS));
        assertThat(check.callerOf(FINANCE).orElseThrow().role()).isEqualTo(Role.FINANCE);
        assertThat(check.callerOf(OPS).orElseThrow().actor()).matches("ops:[0-9a-f]{8}");
        assertThat(check.callerOf(SHOP + "x")).isEmpty();
        assertThat(check.callerOf("")).isEmpty();
    }

    @Test
    void short_missing_and_shared_keys_stop_the_start() {
        assertThatThrownBy(() -> new ApiKeys(SHOP, "short", FINANCE, OPS))
                .isInstanceOf(RefusedToStart.class)
                .hasMessage("CONSIGN_API_KEY_SUPPORT must have at least 24 characters");
        assertThatThrownBy(() -> new ApiKeys(null, SUPPORT, FINANCE, OPS))
                .isInstanceOf(RefusedToStart.class);
        assertThatThrownBy(() -> new ApiKeys(SHOP, SUPPORT, SHOP, OPS))
                .isInstanceOf(RefusedToStart.class)
                .hasMessage("CONSIGN_API_KEY_FINANCE is the key of another role");
    }

    @Test
    void printing_the_keys_gives_none_away() {
        assertThat(new ApiKeys(SHOP, SUPPORT, FINANCE, OPS).toString()).doesNotContain("key-");
    }
}
