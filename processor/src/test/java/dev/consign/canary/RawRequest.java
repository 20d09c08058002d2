package dev.consign.canary;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// Bytes that no HTTP library would send.
public final class RawRequest {
    private static final int PATIENCE_MS = 10_000;

    private RawRequest() {}

    /// @param text one byte a character
    /// @return what came back until the other side closed; nothing when it did so at once, or never
    public static String send(int port, String text) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException | SocketTimeoutException _) {
            return "";
        }
    }
}
