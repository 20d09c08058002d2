package dev.consign.testbed.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JournalTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"{\"entry\":\"payme", "{\"entry\":\"payme\n", "\n", "nonsense\n"})
    void a_torn_line_is_left_out_and_the_gateway_goes_on(String torn) throws Exception {
        var file = directory.resolve("sandbox.jsonl");
        write("P1");
        Files.write(file, torn.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        assertThat(read().payments()).containsOnlyKeys("P1");
        write("P2");
        assertThat(read().payments()).containsOnlyKeys("P1", "P2");
    }

    @Test
    void what_was_written_behind_a_torn_half_is_kept() throws Exception {
        var file = directory.resolve("sandbox.jsonl");
        write("P1");
        write("P2");
        var text = Files.readString(file);
        int second = text.indexOf('\n') + 1;
        Files.writeString(file, text.substring(0, second) + "{\"entry\":\"pa" + text);
        assertThat(read().payments()).containsOnlyKeys("P1", "P2");
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    private void write(String paymentNo) throws Exception {
        try (var journal = open(new Replay())) {
            var payment =
                    Payment.asked(
                            paymentNo,
                            new Amount("CNY", 1),
                            URI.create("http://127.0.0.1/"),
                            "",
                            null);
            journal.append(new Entry.PaymentChanged(payment));
        }
    }

    private Replay read() throws Exception {
        var replay = new Replay();
        try (var _ = open(replay)) {
            return replay;
        }
    }

    private Journal open(Replay replay) throws Exception {
        return Journal.open(directory.resolve("sandbox.jsonl"), JSON, replay);
    }
}
