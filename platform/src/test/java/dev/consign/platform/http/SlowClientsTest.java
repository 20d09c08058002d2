package dev.consign.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Issue 11, number 2, against a real server.
@Timeout(60)
class SlowClientsTest {
    private static final Duration HEADERS = Duration.ofSeconds(2);
    private static final Duration BODY = Duration.ofSeconds(3);
    private static final HttpBounds BOUNDS =
            new HttpBounds(HEADERS, BODY, Duration.ofSeconds(4), 40);

    /// What the machine may add.
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final String GENUINE =
            "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir Path directory;
    private final Tomcat tomcat = new Tomcat();
    private final List<Socket> sockets = new ArrayList<>();
    private final Echo echo = new Echo();
    private int port;

    @BeforeEach
    void start() throws Exception {
        tomcat.setBaseDir(directory.toString());
        var services = new Services();
        var connector = new Connector(BoundedProtocol.class.getName());
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        BoundedServer.bound(connector, BOUNDS, services);
        tomcat.setConnector(connector);
        tomcat.getEngine().getPipeline().addValve(new ServiceValve(services));
        if (tomcat.getHost() instanceof StandardHost host) {
            host.setErrorReportValveClass(ProblemReports.class.getName());
        }
        var context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "echo", echo);
        Tomcat.addServlet(context, "deaf", new Deaf());
        Tomcat.addServlet(context, "slow", new Slow());
        context.addServletMapping("/echo", "echo");
        context.addServletMapping("/deaf", "deaf");
        context.addServletMapping("/slow", "slow");
        tomcat.start();
        port = connector.getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        for (var socket : sockets) {
            socket.close();
        }
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void headers_that_trickle_are_not_waited_for() throws Exception {
        endsWithin(HEADERS, trickle("GET /echo HTTP/1.1\r\nHost: h\r\n", "X-A: b\r\n"));
    }

    @Test
    void empty_lines_before_a_request_are_not_waited_for_either() throws Exception {
        endsWithin(HEADERS, trickle("\r\n", "\r\n"));
    }

    @Test
    void a_body_that_trickles_is_not_waited_for() throws Exception {
        var head = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 65000\r\n\r\n";
        endsWithin(BODY, trickle(head, "x"));
    }

    @Test
    void who_is_too_slow_with_a_body_is_told_so() throws Exception {
        var half = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 65000\r\n\r\nhe";
        var silent = open(half);
        var trickling = trickle(half, "x");
        assertThat(line(silent)).startsWith("HTTP/1.1 408");
        assertThat(line(trickling)).startsWith("HTTP/1.1 408");
    }

    @Test
    void chunks_that_trickle_are_not_waited_for() throws Exception {
        var head = "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        endsWithin(BODY, trickle(head, "1\r\nx\r\n"));
    }

    @Test
    void what_nobody_reads_is_waited_for_as_long_as_the_answer_takes() throws Exception {
        var head = "POST /deaf HTTP/1.1\r\nHost: h\r\nContent-Length: 65000\r\n\r\n";
        var socket = open(head);
        var started = System.nanoTime();
        assertThat(line(socket)).as("the answer does not wait").startsWith("HTTP/1.1 401");
        assertThat(since(started)).isLessThan(SlowClients.LINGER);
        endsWithin(SlowClients.LINGER, trickle(socket, "x"));
    }

    @Test
    void one_who_announces_much_has_time_to_send_it() throws Exception {
        // Four seconds more than the bound.
        var length = 1024 * 1024;
        var head = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n".formatted(length);
        var socket = open(head);
        var sender = trickle(socket, "x".repeat(length / 8), 8, Duration.ofMillis(400));
        assertThat(line(socket)).startsWith("HTTP/1.1 200");
        sender.join();
    }

    @Test
    void our_own_slowness_ends_nobody_and_the_connection_goes_on() throws Exception {
        var socket = open("POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(answer(socket)).isEqualTo("HTTP/1.1 200 ");
        socket.getOutputStream().write(GENUINE.getBytes(US_ASCII));
        assertThat(answer(socket)).isEqualTo("HTTP/1.1 200 ");
    }

    @Test
    void a_crowd_that_sends_nothing_keeps_nobody_out() throws Exception {
        var half = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe";
        for (var i = 0; i < 3 * BOUNDS.connections(); i++) {
            open(i % 2 == 0 ? half : "GET /echo HT");
        }
        for (var i = 0; i < 10; i++) {
            var started = System.nanoTime();
            assertThat(answer(open(GENUINE))).isEqualTo("HTTP/1.1 200 ");
            assertThat(since(started)).isLessThan(HEADERS);
        }
    }

    @Test
    void one_of_a_crowd_is_told_to_come_again() throws Exception {
        var half = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe";
        var first = open(half);
        // So that nobody is older: the machine may well begin with a later one.
        await().until(() -> echo.begun.get() == 1);
        for (var i = 0; i < BOUNDS.connections(); i++) {
            open("GET /echo HT");
        }
        assertThat(head(first)).startsWith("HTTP/1.1 503").contains("\nRetry-After: 2\n");
    }

    @Test
    void nobody_of_a_crowd_is_ended_for_what_we_have_not_read_yet() throws Exception {
        var connector = tomcat.getConnector();
        connector.stop();
        connector.setProperty("minSpareThreads", "1");
        connector.setProperty("maxThreads", "1");
        connector.start();
        port = connector.getLocalPort();
        open("POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        // So that each is seen later than the one before: the oldest would go first.
        LockSupport.parkNanos(SlowClients.LINGER.toNanos() / 4);
        var genuine = open(GENUINE);
        LockSupport.parkNanos(SlowClients.LINGER.toNanos() / 4);
        for (var i = 0; i < BOUNDS.connections() - 2; i++) {
            open("");
        }
        assertThat(answer(genuine)).isEqualTo("HTTP/1.1 200 ");
    }

    @Test
    void a_connection_that_is_used_again_and_again_stays() throws Exception {
        var socket = open(GENUINE);
        for (var i = 0; i < 20; i++) {
            assertThat(answer(socket)).isEqualTo("HTTP/1.1 200 ");
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            socket.getOutputStream().write(GENUINE.getBytes(US_ASCII));
        }
        assertThat(answer(socket)).isEqualTo("HTTP/1.1 200 ");
    }

    private Socket open(String start) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.getOutputStream().write(start.getBytes(US_ASCII));
        return socket;
    }

    /// Sends a little now and then, more often than any time-out of a single read.
    private Socket trickle(String start, String drop) throws IOException {
        return trickle(open(start), drop);
    }

    private static Socket trickle(Socket socket, String drop) {
        var _ = trickle(socket, drop, 1_000, Duration.ofMillis(100));
        return socket;
    }

    private static Thread trickle(Socket socket, String drop, int times, Duration pause) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        for (var i = 0; i < times; i++) {
                            LockSupport.parkNanos(pause.toNanos());
                            socket.getOutputStream().write(drop.getBytes(US_ASCII));
                        }
                    } catch (IOException _) {
                        // The server has had enough.
                    }
                });
    }

    private static void endsWithin(Duration limit, Socket socket) {
        var started = System.nanoTime();
        await().atMost(limit.plus(SLACK))
                .ignoreExceptions()
                .until(() -> {
                    try {
                        return socket.getInputStream().readAllBytes() != null;
                    } catch (IOException _) {
                        return true;
                    }
                });
        assertThat(since(started)).isGreaterThan(limit.dividedBy(2));
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (var one = socket.getInputStream().read();
                one >= 0 && one != '\r';
                one = socket.getInputStream().read()) {
            line.append((char) one);
        }
        return line.toString();
    }

    /// To the empty line.
    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        for (var line = line(socket); !line.isBlank(); line = line(socket)) {
            head.append(line);
        }
        return head.append('\n').toString();
    }

    /// The status line; the rest, of fixed length, is read away.
    private static String answer(Socket socket) throws IOException {
        var status = line(socket);
        var length = 0;
        for (var header = line(socket); ; header = line(socket)) {
            if (header.isBlank()) {
                break;
            }
            if (header.strip().startsWith("Content-Length:")) {
                length = Integer.parseInt(header.strip().substring(15).strip());
            }
        }
        assertThat(socket.getInputStream().read()).isEqualTo('\n');
        assertThat(socket.getInputStream().readNBytes(length)).hasSize(length);
        return status;
    }

    private static final class Echo extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final AtomicInteger begun = new AtomicInteger();

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            begun.incrementAndGet();
            request.getInputStream().readAllBytes();
            response.getOutputStream().write("ok".getBytes(US_ASCII));
        }
    }

    /// Answers without reading.
    private static final class Deaf extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.setStatus(401);
            response.getOutputStream().write("no".getBytes(US_ASCII));
        }
    }

    /// Reads all and then takes longer than any client may.
    private static final class Slow extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            request.getInputStream().readAllBytes();
            LockSupport.parkNanos(BODY.plusSeconds(2).toNanos());
            response.getOutputStream().write("ok".getBytes(US_ASCII));
        }
    }
}
