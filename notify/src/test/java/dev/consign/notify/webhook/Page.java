package dev.consign.notify.webhook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// A page of `docs`, as its readers have it.
final class Page {
    private final String text;

    private Page(String text) {
        this.text = text;
    }

    static Page of(String name) throws IOException {
        var home = Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
        return new Page(Files.readString(home.resolve("docs").resolve(name)));
    }

    String text() {
        return text;
    }

    /// The code blocks of one language, in their order.
    List<String> blocks(String language) {
        return Pattern.compile("(?ms)^```%s\\n(.*?)^```$".formatted(language))
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
