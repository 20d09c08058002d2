package dev.consign.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        proxy = FaultProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void bytes_pass_until_the_cut_and_a_new_connection_works_again() throws Exception {
        try (var socket = connect()) {
            assertThat(echoed(socket, 7)).isEqualTo(7);
            proxy.cut();
            assertThatThrownBy(() -> echoed(socket, 8)).isInstanceOf(SocketException.class);
        }
        try (var socket = connect()) {
            assertThat(echoed(socket, 9)).isEqualTo(9);
        }
    }

    @Test
    void a_frozen_connection_is_silent_and_goes_on_where_it_was() throws Exception {
        try (var socket = connect()) {
            proxy.freeze();
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> echoed(socket, 7)).isInstanceOf(SocketTimeoutException.class);
            proxy.thaw();
            socket.setSoTimeout(5_000);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void a_refused_connection_is_reset() throws Exception {
        proxy.refuse();
        assertThatThrownBy(
                        () -> {
                            try (var socket = connect()) {
                                echoed(socket, 7);
                            }
                        })
                .isInstanceOf(SocketException.class);
        proxy.accept();
        try (var socket = connect()) {
            assertThat(echoed(socket, 7)).isEqualTo(7);
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static int echoed(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        int answer = socket.getInputStream().read();
        if (answer < 0) {
            throw new SocketException("closed by the other side");
        }
        return answer;
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                var socket = echo.accept();
                Thread.ofVirtual()
                        .start(() -> {
                            try (socket) {
                                socket.getInputStream().transferTo(socket.getOutputStream());
                            } catch (IOException _) {
                                // The proxy reset it, which is what it is for.
                            }
                        });
            } catch (IOException _) {
                // Closed at the end of the test.
            }
        }
    }
}
