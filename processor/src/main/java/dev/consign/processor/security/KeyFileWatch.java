package dev.consign.processor.security;

import dev.consign.sql.RefusedToStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Reads the keys file at start, and anew whenever it has changed: who is new gets in, and who is
/// taken out does not, within seconds and without a restart (issue 11, number 9). A file that
/// cannot be used refuses the start; later it changes nothing, and that is said once.
///
/// The bytes are compared, not the times: a file that changes twice within one tick of its clock is
/// read twice all the same.
@Component
final class KeyFileWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFileWatch.class);

    private final Optional<Path> place;
    private final Duration reread;
    private final KeyRing ring;
    private byte[] last = {};
    private byte[] seen = {};
    private @Nullable String complaint;
    private volatile CountDownLatch stopping = new CountDownLatch(0);

    /// @throws RefusedToStart with what is wrong with the file, or the role that nobody has a key
    ///   of
    KeyFileWatch(ApiKeys keys, KeyRing ring) {
        this.place = Optional.ofNullable(keys.file()).filter(one -> !one.isBlank()).map(Path::of);
        this.reread = keys.reread();
        this.ring = ring;
        place.ifPresent(this::first);
        for (var role : Role.values()) {
            if (!ring.has(role)) {
                throw new RefusedToStart(
                        "CONSIGN_API_KEY_%s is not set, and the keys file has no key of that role"
                                .formatted(role));
            }
        }
    }

    private void first(Path file) {
        try {
            last = bytes(file);
            use(last);
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedToStart(sentence(file, e));
        }
        warnIfOpen(file);
    }

    @Override
    public void start() {
        place.ifPresent(file -> {
            var told = new CountDownLatch(1);
            stopping = told;
            Thread.ofVirtual().name("key-file").start(() -> watch(file, told));
        });
    }

    @Override
    public void stop() {
        stopping.countDown();
    }

    @Override
    public boolean isRunning() {
        return stopping.getCount() > 0;
    }

    private void watch(Path file, CountDownLatch told) {
        try {
            while (!told.await(reread.toMillis(), TimeUnit.MILLISECONDS)) {
                look(file);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// No failure ends the watch.
    private void look(Path file) {
        try {
            var now = bytes(file);
            if (Arrays.equals(now, last)) {
                seen = now;
                complaint = null;
                return;
            }
            // Read twice alike: whoever writes it may be in the middle of it.
            if (!Arrays.equals(now, seen)) {
                seen = now;
                return;
            }
            useInstead(now);
            last = now;
            complaint = null;
            LOG.info("the API keys were read anew from {}: {} in all", file, ring.size());
            warnIfOpen(file);
        } catch (IOException | RuntimeException e) {
            complain(sentence(file, e) + "; the keys read before stay");
        }
    }

    private void complain(String sentence) {
        if (!sentence.equals(complaint)) {
            complaint = sentence;
            LOG.error("{}", sentence);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > KeyFile.LARGEST) {
            throw new IllegalArgumentException(
                    "it has more than %d bytes".formatted(KeyFile.LARGEST));
        }
        return Files.readAllBytes(file);
    }

    private void use(byte[] bytes) {
        ring.exchange(entries(bytes));
    }

    /// A file that was emptied, or cut, shuts nobody out.
    private void useInstead(byte[] bytes) {
        var people = entries(bytes);
        for (var role : Role.values()) {
            if (!ring.wouldHave(role, people)) {
                throw new IllegalArgumentException("nobody would have a key of the role " + role);
            }
        }
        ring.exchange(people);
    }

    private static List<KeyFile.Entry> entries(byte[] bytes) {
        return KeyFile.read(new String(bytes, StandardCharsets.UTF_8));
    }

    private static String sentence(Path file, Exception e) {
        return "the keys file %s (consign.api-keys.file) cannot be used: %s"
                .formatted(
                        file,
                        e instanceof IOException
                                ? "it cannot be read (%s)".formatted(e.getClass().getSimpleName())
                                : e.getMessage());
    }

    private static void warnIfOpen(Path file) {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file)
                            .contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("everybody on this machine may read the keys file {}: chmod 600", file);
            }
        } catch (IOException e) {
            LOG.debug("who may read the keys file is not known: {}", e.getMessage());
        }
    }
}
