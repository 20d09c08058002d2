package dev.consign.platform.http;

import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// What one client may cost a program that listens to HTTP (issue 11, number 2); every value must
/// be set.
///
/// @param headers from the first byte of a request until its headers are there, all in all: a byte
///   now and then does not prolong it
/// @param body from then until its body is there, all in all; a second more for each 256 KiB that
///   were announced
/// @param idle until a connection that nobody uses is closed
/// @param connections open at once; one whose request is being read takes about 90 KiB of the heap
@ConfigurationProperties("consign.http")
public record HttpBounds(Duration headers, Duration body, Duration idle, int connections) {
    private static final int FEWEST = 16;

    /// @throws RefusedToStart naming the first setting that is missing or out of range
    public HttpBounds {
        positive("headers", headers);
        positive("body", body);
        positive("idle", idle);
        if (connections < FEWEST) {
            throw new RefusedToStart("consign.http.connections must be at least " + FEWEST);
        }
    }

    private static void positive(String name, @Nullable Duration value) {
        DatabaseSettings.positive(value, "consign.http." + name);
    }
}
