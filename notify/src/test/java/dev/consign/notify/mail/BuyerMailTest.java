package dev.consign.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.engine.MoneyPath;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Sender;
import dev.consign.notify.mail.MailServer.Mood;
import dev.consign.notify.notification.TakenIn;
import dev.consign.order.OrderStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What buyers are written, by way of a real SMTP server, and what happens when that is in a bad
/// mood (incident I3).
class BuyerMailTest {
    private static final String ADDRESS = "buyer.nought@example.com";
    private static final MoneyPath PATH = new MoneyPath();

    private final Sender sender = new Sender(PATH);
    private final Mails mails = new Mails(sender);
    private final MailServer server = new MailServer();

    @BeforeEach
    void open() {
        sender.jdbc().update("DELETE FROM notification_delivery");
        mails.put(TakenIn.BUYER, ADDRESS);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        assertThat(PATH.violations()).isEmpty();
    }

    @AfterAll
    static void closeAll() {
        PATH.close();
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, is ready",
        "FAILED, was not paid",
        "EXPIRED, has expired",
        "REFUNDED, was refunded"
    })
    void a_buyer_is_written_to_once_and_reads_which_order(OrderStatus status, String what) {
        var sink = mails.sink(server.port());
        var order = takenIn(sink).order(status);
        settled(sink, order, "SENT 1");
        assertThat(server.taken()).hasSize(1);
        var mail = server.taken().getFirst();
        assertThat(mail.to()).isEqualTo(ADDRESS);
        assertThat(mail.from()).isEqualTo("shop@consign.example");
        assertThat(mail.header("Subject")).isEqualTo("Your order %s %s".formatted(order, what));
        assertThat(mail.header("Content-Type")).startsWith("text/plain");
        assertThat(mail.header("Message-ID"))
                .isEqualTo("<%s@consign.example>".formatted(id(order)));
        assertThat(mail.text()).contains("Order " + order);
    }

    @Test
    void a_part_that_goes_back_does_not_say_again_that_the_order_is_ready() {
        var sink = mails.sink(server.port());
        var order = TakenIn.completed(PATH);
        takenIn(sink).takePart(order, "R01JD4X9A0C5YVWN7");
        settled(sink, order, "SENT 1");
        assertThat(server.taken().getFirst().header("Subject"))
                .isEqualTo("Your order %s has a refund".formatted(order));
    }

    @Test
    void a_buyer_without_an_address_is_not_written_to() {
        mails.forget(TakenIn.BUYER);
        var order = takenIn(mails.sink(server.port())).order(OrderStatus.COMPLETED);
        assertThat(deliveries(order)).isEmpty();
    }

    @Test
    void an_address_that_was_taken_back_gets_nothing() {
        var sink = mails.sink(server.port());
        var order = takenIn(sink).order(OrderStatus.COMPLETED);
        mails.forget(TakenIn.BUYER);
        settled(sink, order, "WITHDRAWN 0");
        assertThat(server.taken()).isEmpty();
    }

    @Test
    void a_server_that_is_busy_gets_it_later_under_the_same_id() {
        server.next(Mood.BUSY);
        var sink = mails.sink(server.port());
        var order = takenIn(sink).order(OrderStatus.COMPLETED);
        settled(sink, order, "WAITING 1");
        assertThat(answer(order)).contains("451").doesNotContain(ADDRESS);
        until(sink, 3, order, "SENT 2");
        assertThat(server.taken()).hasSize(1);
    }

    /// The server has the letter and never says so: it is sent again, and the reader can tell.
    @Test
    void a_server_that_takes_it_and_hangs_gets_it_again_under_the_same_id() {
        server.next(Mood.SILENT);
        var sink = mails.sink(server.port());
        var order = takenIn(sink).order(OrderStatus.COMPLETED);
        until(sink, 3, order, "SENT 2");
        assertThat(server.taken()).hasSize(2);
        assertThat(server.taken().stream().map(mail -> mail.header("Message-ID")).distinct())
                .containsExactly("<%s@consign.example>".formatted(id(order)));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_RECIPIENT", "REFUSING"})
    void a_server_that_says_never_is_asked_once_and_a_person_is_told(Mood mood) {
        server.be(mood);
        var sink = mails.sink(server.port());
        var order = takenIn(sink).order(OrderStatus.COMPLETED);
        settled(sink, order, "GIVEN_UP 1");
        assertThat(sender.loop(sink, Sender.quick(3)).round()).isZero();
        assertThat(cases(order)).hasSize(1).allMatch(one -> one.startsWith("OPEN the buyer"));
        assertThat(answer(order)).doesNotContain(ADDRESS);
        assertThat(cases(order)).noneMatch(one -> one.contains(ADDRESS));
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "DROPPING", "BUSY", "CLOSED"})
    void a_server_that_fails_for_good_ends_in_one_case_and_touches_no_order(Mood mood) {
        server.be(mood);
        endsInOneCase(mails.sink(server.port()));
    }

    @Test
    void a_server_that_is_not_there_ends_in_one_case() {
        var sink = mails.sink(server.port());
        server.close();
        endsInOneCase(sink);
    }

    @Test
    void a_server_that_never_greets_ends_in_one_case() throws IOException {
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            endsInOneCase(mails.sink(mute.getLocalPort()));
        }
    }

    /// Each byte comes in time, the answer as a whole never does.
    @Test
    void a_server_that_dribbles_ends_in_one_case() throws Exception {
        var open = new ConcurrentLinkedQueue<Socket>();
        try (var dribbling = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> {
                        while (!dribbling.isClosed()) {
                            try {
                                var socket = dribbling.accept();
                                open.add(socket);
                                Thread.ofVirtual().start(() -> dribble(socket));
                            } catch (IOException _) {
                                return;
                            }
                        }
                    });
            endsInOneCase(mails.sink(dribbling.getLocalPort()));
        }
        for (var socket : open) {
            socket.close();
        }
    }

    @Test
    void without_the_encryption_that_was_asked_for_nothing_is_sent() {
        var sink = mails.sink(server.port(), MailSettings.Tls.TLS);
        var order = takenIn(sink).order(OrderStatus.COMPLETED);
        settled(sink, order, "WAITING 1");
        var strict = mails.sink(server.port(), MailSettings.Tls.STARTTLS);
        until(strict, 2, order, "GIVEN_UP 2");
        assertThat(answer(order)).contains("STARTTLS");
        assertThat(server.taken()).isEmpty();
    }

    @Test
    void who_is_slow_delays_no_other_kind() {
        server.be(Mood.SILENT);
        var mail = mails.sink(server.port());
        var order = takenIn(mail, new Deaf()).order(OrderStatus.COMPLETED);
        var loop = sender.loop(mail, Sender.quick(3));
        var other = sender.loop(new Deaf(), Sender.quick(3));
        loop.start();
        other.start();
        try {
            await().until(() -> statuses(order).contains("SHOP SENT"));
            assertThat(statuses(order)).contains("MAIL WAITING");
        } finally {
            loop.stop();
            other.stop();
        }
    }

    private void endsInOneCase(Channel sink) {
        var order = takenIn(sink).order(OrderStatus.COMPLETED);
        until(sink, 2, order, "GIVEN_UP 2");
        assertThat(cases(order)).hasSize(1);
        assertThat(
                        sender.jdbc()
                                .queryForObject(
                                        "SELECT CONCAT(status, ' v', version) FROM orders WHERE order_no = ?",
                                        String.class,
                                        order))
                .isEqualTo("COMPLETED v3");
    }

    private static void dribble(Socket socket) {
        try (socket) {
            while (true) {
                socket.getOutputStream().write("220-wait\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                socket.setSoTimeout(50);
                try {
                    if (socket.getInputStream().read() < 0) {
                        return;
                    }
                } catch (SocketTimeoutException _) {
                    // Nothing was said for a while, as it should be.
                }
            }
        } catch (IOException _) {
            // The other side has had enough.
        }
    }

    private TakenIn takenIn(Channel... sinks) {
        return new TakenIn(PATH, sender, List.of(sinks));
    }

    private void settled(Channel sink, String order, String status) {
        assertThat(sender.loop(sink, Sender.quick(3)).round()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !deliveries(order).contains("WAITING 0"));
        assertThat(deliveries(order)).containsExactly(status);
    }

    private void until(Channel sink, int attempts, String order, String status) {
        var loop = sender.loop(sink, Sender.quick(attempts));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> {
                    loop.round();
                    return deliveries(order).equals(List.of(status));
                });
    }

    private List<String> deliveries(String order) {
        return strings(
                "SELECT CONCAT(status, ' ', attempts) FROM notification_delivery WHERE order_no = ?",
                order);
    }

    private List<String> statuses(String order) {
        return strings(
                "SELECT CONCAT(sink, ' ', status) FROM notification_delivery WHERE order_no = ?",
                order);
    }

    private List<String> cases(String order) {
        return strings(
                "SELECT CONCAT(status, ' ', evidence) FROM case_file WHERE kind = 'NOTIFICATION_FAILED' AND order_no = ?",
                order);
    }

    private String answer(String order) {
        return strings("SELECT last_answer FROM notification_delivery WHERE order_no = ?", order)
                .getFirst();
    }

    private String id(String order) {
        return strings("SELECT delivery_id FROM notification_delivery WHERE order_no = ?", order)
                .getFirst();
    }

    private List<String> strings(String query, String order) {
        return sender.strings(query, order);
    }
}
