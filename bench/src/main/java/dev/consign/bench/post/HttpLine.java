package dev.consign.bench.post;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection, one request at a time, for one thread; kept alive as long as the server allows
/// and opened again with the next request after it has said that it closes. It reads of an answer
/// what it must: its status, how long it is, and whether it is the last.
public final class HttpLine implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 30_000;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final String LENGTH = "\r\ncontent-length:";
    private static final String LAST = "\r\nconnection: close\r\n";
    private static final String END = "\r\n\r\n";

    private final InetSocketAddress server;
    private final byte[] buffer = new byte[8_192];
    private Socket socket;
    private boolean over;

    /// @param server `http://host:port`
    public HttpLine(URI server) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.socket = open();
    }

    private Socket open() throws IOException {
        var opened = new Socket();
        opened.setTcpNoDelay(true);
        opened.setSoTimeout(ANSWER_MILLIS);
        opened.connect(server, CONNECT_MILLIS);
        return opened;
    }

    /// Sends a request and waits until the whole answer is here.
    ///
    /// @param request head and body
    /// @return the status
    public int post(byte[] request) throws IOException {
        if (over) {
            socket.close();
            socket = open();
        }
        socket.getOutputStream().write(request);
        var in = socket.getInputStream();
        var filled = 0;
        while (true) {
            var got = in.read(buffer, filled, buffer.length - filled);
            if (got <= 0) {
                throw new EOFException("the answer ended after %d bytes".formatted(filled));
            }
            filled += got;
            var text = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
            var head = text.indexOf(END);
            if (head >= 0) {
                var lower = text.substring(0, head + 2).toLowerCase(Locale.ROOT);
                if (filled >= head + END.length() + length(lower)) {
                    over = lower.contains(LAST);
                    return Integer.parseInt(text, STATUS_AT, STATUS_AT + 3, 10);
                }
            }
        }
    }

    private static int length(String head) throws IOException {
        var at = head.indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("an answer without a length: " + head);
        }
        var start = at + LENGTH.length();
        return Integer.parseInt(head.substring(start, head.indexOf("\r\n", start)).strip());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
