package dev.consign.testbed.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/// Everything appended is still there after a kill -9 of this process; a line that the kill tore is
/// cut off at the next start. It is not forced to the disk: a power cut may lose the end.
final class Journal implements Closeable {
    private final FileChannel channel;
    private final JsonMapper json;

    private Journal(FileChannel channel, JsonMapper json) {
        this.channel = channel;
        this.json = json;
    }

    /// @param file created when missing
    /// @param replay receives what former runs wrote, in order
    static Journal open(Path file, JsonMapper json, Consumer<Entry> replay) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        long whole = 0;
        if (Files.exists(file)) {
            var bytes = Files.readAllBytes(file);
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    replay.accept(json.readValue(bytes, start, i - start, Entry.class));
                    start = i + 1;
                }
            }
            whole = start;
        }
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(whole);
        channel.position(whole);
        return new Journal(channel, json);
    }

    synchronized void append(Entry entry) {
        var line = json.writerFor(Entry.class).writeValueAsString(entry) + "\n";
        var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox cannot write its journal", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
