package dev.consign.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void a_secret_is_told_only_to_who_asks_by_name() {
        var secret = new Secret("hush");
        assertThat(secret.value()).isEqualTo("hush");
        assertThat("the key is " + secret).isEqualTo("the key is ***");
    }

    @Test
    void an_empty_one_protects_nothing() {
        assertThatThrownBy(() -> new Secret(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}
