package dev.consign.testbed.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir Path directory;

    @Test
    void a_new_directory_has_one_secret_that_encrypts_and_another_that_stays() {
        var made = load(false);
        assertThat(made.cardKeyDigestSecret()).isNotEqualTo(made.cardKeySecret()).hasSize(44);
        assertThat(made.cardKeyOldSecrets()).isEmpty();
        assertThat(load(false)).isEqualTo(made);
    }

    @Test
    void a_new_secret_is_kept_beside_the_former_ones_and_the_digest_stays() {
        var first = load(false);
        var second = load(true);
        var third = load(true);
        assertThat(third.cardKeySecret())
                .isNotEqualTo(second.cardKeySecret())
                .isNotEqualTo(first.cardKeySecret());
        assertThat(third.cardKeyOldSecrets())
                .containsExactly(second.cardKeySecret(), first.cardKeySecret());
        assertThat(third.cardKeyDigestSecret()).isEqualTo(first.cardKeyDigestSecret());
        assertThat(third.apiKeys()).isEqualTo(first.apiKeys());
        assertThat(load(false)).isEqualTo(third);
    }

    @Test
    void a_directory_from_before_finds_equal_keys_by_the_secret_it_had() throws Exception {
        Files.writeString(
                file(),
                """
                {"databasePassword":"a","databaseAdminPassword":"b","brokerPasswords":{},"apiKeys":{},
                 "sandboxApiKey":"c","sandboxWebhookSecret":"d","cardKeySecret":"e"}
                """);
        assertThat(load(false).cardKeyDigestSecret()).isEqualTo("e");
        var renewed = load(true);
        assertThat(renewed.cardKeyDigestSecret()).isEqualTo("e");
        assertThat(renewed.cardKeyOldSecrets()).containsExactly("e");
        assertThat(load(false)).isEqualTo(renewed);
    }

    @Test
    void who_brings_one_secret_brings_it_for_both() {
        var own =
                load(false)
                        .chosenBy(
                                LaunchOptions.of(
                                        Map.of(
                                                "CONSIGN_CARD_KEY_SECRET", "mine",
                                                "CONSIGN_CARD_KEY_OLD_SECRETS", "one,two")));
        assertThat(own.cardKeySecret()).isEqualTo("mine");
        assertThat(own.cardKeyDigestSecret()).isEqualTo("mine");
        assertThat(own.cardKeyOldSecrets()).isEqualTo(List.of("one", "two"));
    }

    private Secrets load(boolean anew) {
        return Secrets.loadOrCreate(file(), anew);
    }

    private Path file() {
        return directory.resolve("secrets.json");
    }
}
