package dev.consign.testbed.sandbox.account;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Everything appended is still there after a kill -9 of this process. A line that a kill or a full
/// disk tore is left out at the next start, with a warning, and so is whatever else cannot be read:
/// the gateway goes on with all the rest. It is not forced to the disk: a power cut may lose the
/// end.
public final class Journal implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final byte[] START = "{\"entry\":".getBytes(StandardCharsets.UTF_8);

    private final FileChannel channel;
    private final JsonMapper json;

    private Journal(FileChannel channel, JsonMapper json) {
        this.channel = channel;
        this.json = json;
    }

    /// @param file created when missing
    /// @param replay receives what former runs wrote, in order
    public static Journal open(Path file, JsonMapper json, Consumer<Entry> replay)
            throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        long whole = 0;
        if (Files.exists(file)) {
            var bytes = Files.readAllBytes(file);
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    read(json, Arrays.copyOfRange(bytes, start, i), start, replay);
                    start = i + 1;
                }
            }
            whole = start;
            if (whole < bytes.length) {
                warn(whole, bytes.length - whole);
            }
        }
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(whole);
        channel.position(whole);
        return new Journal(channel, json);
    }

    /// A line begun after a torn one stands behind it, in the same line: from the last beginning on
    /// it can be read.
    private static void read(JsonMapper json, byte[] line, long at, Consumer<Entry> replay) {
        var known = entry(json, line);
        if (known == null) {
            int last = lastStart(line);
            warn(at, last > 0 ? last : line.length);
            known = last > 0 ? entry(json, Arrays.copyOfRange(line, last, line.length)) : null;
        }
        if (known != null) {
            replay.accept(known);
        }
    }

    /// @return null when it cannot be read
    private static @Nullable Entry entry(JsonMapper json, byte[] line) {
        try {
            return json.readValue(line, Entry.class);
        } catch (JacksonException _) {
            return null;
        }
    }

    private static int lastStart(byte[] line) {
        for (int i = line.length - START.length; i > 0; i--) {
            if (Arrays.equals(line, i, i + START.length, START, 0, START.length)) {
                return i;
            }
        }
        return -1;
    }

    private static void warn(long at, long length) {
        log.warn(
                "left out {} bytes of the journal at byte {}: they cannot be read, as after a kill"
                        + " or a full disk",
                length,
                at);
    }

    public synchronized void append(Entry entry) {
        var line = json.writerFor(Entry.class).writeValueAsString(entry) + "\n";
        var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        long whole = 0;
        try {
            whole = channel.position();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            cutBack(whole, e);
            throw new UncheckedIOException("the sandbox cannot write its journal", e);
        }
    }

    /// What a full disk took in by halves must not stand before the next line.
    private void cutBack(long whole, IOException failure) {
        try {
            channel.truncate(whole);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
