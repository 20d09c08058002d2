package dev.consign.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.consign.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The code of docs/webhooks.md believes what we sign and nothing else, in each language that is on
/// this machine; of another the test says that it was skipped.
class SignatureSnippetsTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private static final String FORMER = "whsec_NPo+lv9tQ2ZkY1x0b7pB8s3V5mJrXcWuHqTgE4dLyA0=";
    private static final String BODY = "{\"type\":\"webhook.test\",\"data\":{\"target\":\"商店\"}}";

    /// One for all that a test makes of it, which is good for five minutes.
    private final long now = Instant.now().getEpochSecond();

    @TempDir Path directory;

    /// How each is started, with what reads one case a line and answers each with a word: fields
    /// are secret, id, timestamp, signature and the base64 of the body, and an empty one is no
    /// header.
    enum Language {
        JAVA(
                "java",
                "Main.java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()) {
            @Override
            String program(String snippet) {
                return snippet
                        + """
                        class Main {
                            public static void main(String[] args) throws Exception {
                                var input = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
                                for (var line = input.readLine(); line != null; line = input.readLine()) {
                                    var fields = line.split("\\t", -1);
                                    var headers = new java.util.HashMap<String, String>();
                                    var names = new String[] {"", "webhook-id", "webhook-timestamp", "webhook-signature"};
                                    for (var i = 1; i < 4; i++) {
                                        if (!fields[i].isEmpty()) headers.put(names[i], fields[i]);
                                    }
                                    try {
                                        Webhook.verify(fields[0], headers, Base64.getDecoder().decode(fields[4]));
                                        System.out.println("believed");
                                    } catch (SecurityException e) {
                                        System.out.println("refused");
                                    }
                                }
                            }
                        }
                        """;
            }
        },
        PYTHON("python", "main.py", "python3") {
            @Override
            String program(String snippet) {
                return snippet
                        + """

                        import sys

                        for line in sys.stdin:
                            secret, *values, body = line.rstrip("\\n").split("\\t")
                            names = ["webhook-id", "webhook-timestamp", "webhook-signature"]
                            headers = {name: value for name, value in zip(names, values) if value}
                            try:
                                verify(secret, headers, base64.b64decode(body))
                                print("believed")
                            except ValueError:
                                print("refused")
                        """;
            }
        },
        JAVASCRIPT("javascript", "main.js", "node") {
            @Override
            String program(String snippet) {
                return snippet
                        + """
                        const lines = require("node:fs").readFileSync(0, "utf8").split("\\n");
                        for (const line of lines.filter((one) => one !== "")) {
                          const [secret, ...rest] = line.split("\\t");
                          const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
                          const headers = Object.fromEntries(
                            names.map((name, i) => [name, rest[i]]).filter(([, value]) => value !== ""));
                          try {
                            verify(secret, headers, Buffer.from(rest[3], "base64"));
                            console.log("believed");
                          } catch (e) {
                            console.log(e.constructor === Error ? "refused" : e.stack);
                          }
                        }
                        """;
            }
        };

        private final String block;
        private final String file;
        private final String command;

        Language(String block, String file, String command) {
            this.block = block;
            this.file = file;
            this.command = command;
        }

        /// @param snippet as it stands on the page
        abstract String program(String snippet);

        boolean isHere() throws InterruptedException {
            try {
                return new ProcessBuilder(command, "--version")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException _) {
                return false;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_code_on_the_page_believes_us_and_nobody_else(Language language) throws Exception {
        assumeTrue(language.isHere(), "skipped: this machine has no " + language.command);
        var snippets = Page.of("webhooks.md").blocks(language.block);
        assertThat(snippets).hasSize(1);
        var expected = new LinkedHashMap<String, String>();
        believed().forEach((name, _) -> expected.put(name, "believed"));
        refused().forEach((name, _) -> expected.put(name, "refused"));
        var lines = new ArrayList<>(believed().values());
        lines.addAll(refused().values());

        var words = run(language, snippets.getFirst(), lines);
        assertThat(words).as(String.join("\n", words)).hasSize(lines.size());
        var found = new LinkedHashMap<String, String>();
        expected.keySet().forEach(name -> found.put(name, words.get(found.size())));
        assertThat(found).isEqualTo(expected);
    }

    private Map<String, String> believed() {
        var cases = new LinkedHashMap<String, String>();
        cases.put("as we send it", line(SECRET, "evt_1", now, signed("evt_1", now, SECRET), BODY));
        cases.put(
                "with two keys",
                line(SECRET, "evt_1", now, signed("evt_1", now, FORMER, SECRET), BODY));
        cases.put(
                "beside a scheme of another version",
                line(SECRET, "evt_1", now, "v1a,AAAA " + signed("evt_1", now, SECRET), BODY));
        return cases;
    }

    private Map<String, String> refused() {
        var good = signed("evt_1", now, SECRET);
        var cases = new LinkedHashMap<String, String>();
        cases.put("another body", line(SECRET, "evt_1", now, good, BODY + " "));
        cases.put("another id", line(SECRET, "evt_2", now, good, BODY));
        cases.put("another time", line(SECRET, "evt_1", now - 60, good, BODY));
        cases.put("another secret", line(FORMER, "evt_1", now, good, BODY));
        cases.put("half a signature", line(SECRET, "evt_1", now, good.substring(0, 20), BODY));
        cases.put("another version", line(SECRET, "evt_1", now, good.replace("v1,", "v2,"), BODY));
        cases.put("no version", line(SECRET, "evt_1", now, good.replace("v1,", ""), BODY));
        cases.put("no signature", line(SECRET, "evt_1", now, "", BODY));
        cases.put("an empty signature", line(SECRET, "evt_1", now, "v1,", BODY));
        for (var offset : List.of(-3_600L, 3_600L)) {
            var at = now + offset;
            cases.put(
                    "sent " + offset, line(SECRET, "evt_1", at, signed("evt_1", at, SECRET), BODY));
        }
        cases.put("no time", String.join("\t", SECRET, "evt_1", "", good, encoded(BODY)));
        cases.put("no number", String.join("\t", SECRET, "evt_1", "soon", good, encoded(BODY)));
        return cases;
    }

    private List<String> run(Language language, String snippet, List<String> lines)
            throws Exception {
        var file = directory.resolve(language.file);
        Files.writeString(file, language.program(snippet));
        var input = directory.resolve("cases");
        Files.writeString(input, String.join("\n", lines) + "\n");
        var output = directory.resolve("words");
        var process =
                new ProcessBuilder(language.command, file.toString())
                        .redirectInput(input.toFile())
                        .redirectOutput(output.toFile())
                        .redirectErrorStream(true)
                        .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output);
    }

    private static String signed(String id, long at, String... secrets) {
        var keys = List.of(secrets).stream().map(Secret::new).toList();
        return new Signatures(keys).over(id, String.valueOf(at), BODY);
    }

    private static String line(String secret, String id, long at, String signature, String body) {
        return String.join("\t", secret, id, String.valueOf(at), signature, encoded(body));
    }

    private static String encoded(String body) {
        return Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
    }
}
