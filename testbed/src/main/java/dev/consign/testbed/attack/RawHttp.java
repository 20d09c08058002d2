package dev.consign.testbed.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Speaks to the port itself, as no client library would.
final class RawHttp {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST = 1 << 20;
    private static final Pattern HEADLESS =
            Pattern.compile("^\\{\"type\":\"/problems/\\w+\".*\"status\":(\\d{3}),");

    private final int port;

    RawHttp(int port) {
        this.port = port;
    }

    /// @return a connection that waits for nothing; the caller closes it
    Socket open() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /// @param request as it is sent, one byte a character
    /// @return what came until the server hung up or had said what it had to
    Answer send(String request) throws IOException {
        try (var socket = open()) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            return read(socket, request);
        }
    }

    private static Answer read(Socket socket, String request) {
        var said = new StringBuilder();
        try {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            var buffer = new byte[8_192];
            while (said.length() < MOST && !isWhole(said)) {
                var read = socket.getInputStream().read(buffer);
                if (read < 0) {
                    break;
                }
                said.append(new String(buffer, 0, read, ISO_8859_1));
            }
        } catch (IOException _) {
            // It hung up in the middle of our sentence; what it had said counts.
        }
        return answer(said.toString());
    }

    private static boolean isWhole(CharSequence said) {
        var end = said.toString().stripTrailing();
        return end.endsWith("}") || end.endsWith("\r\n0");
    }

    /// To a request line that cannot be read the answer is one of HTTP/0.9: a body and no more.
    private static Answer headless(String said) {
        var status = HEADLESS.matcher(said);
        return status.find()
                ? new Answer(Integer.parseInt(status.group(1)), "application/problem+json", said)
                : new Answer(200, "", said);
    }

    private static Answer answer(String said) {
        if (!said.matches("(?s)HTTP/1\\.1 \\d{3}.*")) {
            return said.isEmpty() ? Answer.NONE : headless(said);
        }
        var parts = said.split("\r\n\r\n", 2);
        var type =
                parts[0].lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-type:"))
                        .map(line -> line.substring("content-type:".length()).strip())
                        .findFirst()
                        .orElse("");
        return new Answer(
                Integer.parseInt(said.substring(9, 12)), type, parts.length > 1 ? parts[1] : "");
    }
}
