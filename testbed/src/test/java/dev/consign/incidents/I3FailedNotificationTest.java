package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.notify.mail.MailServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Incident I3: the mail after a successful reissue failed, the job ran again, found the order no
/// longer pending and marked it failed, though the buyer had been credited.
class I3FailedNotificationTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String CASE = "NOTIFICATION_FAILED OPEN";

    private RunningConsign consign;
    private Books books;

    @BeforeEach
    void start() throws Exception {
        consign = RunningConsign.get();
        books = consign.books();
        everybodyIsWell();
    }

    @AfterEach
    void the_books_are_right() throws Exception {
        everybodyIsWell();
        books.holdEveryInvariant();
    }

    /// Who of the three is not told, and how it ends for them; a person must look each time.
    enum Trouble {
        SHOP_FAILS("SHOP", "GIVEN_UP 4") {
            @Override
            void begin(RunningConsign consign, String buyer, String consignor) throws IOException {
                consign.sink().be(NotificationSink.Mood.BROKEN);
            }
        },
        SHOP_HANGS("SHOP", "GIVEN_UP 4") {
            @Override
            void begin(RunningConsign consign, String buyer, String consignor) throws IOException {
                consign.sink().be(NotificationSink.Mood.SILENT);
            }
        },
        SHOP_IS_GONE("SHOP", "GIVEN_UP 4") {
            @Override
            void begin(RunningConsign consign, String buyer, String consignor) throws IOException {
                consign.sink().be(NotificationSink.Mood.GONE);
            }
        },
        CONSIGNOR_FAILS("CONSIGNOR", "GIVEN_UP 4") {
            @Override
            void begin(RunningConsign consign, String buyer, String consignor) throws IOException {
                consign.consignor().be(NotificationSink.Mood.BROKEN);
            }
        },
        CONSIGNOR_HANGS("CONSIGNOR", "GIVEN_UP 4") {
            @Override
            void begin(RunningConsign consign, String buyer, String consignor) throws IOException {
                consign.consignor().be(NotificationSink.Mood.SILENT);
            }
        },
        /// Its secret cannot be read any more: our own code throws before anything is sent.
        CONSIGNOR_MAKES_US_THROW("CONSIGNOR", "GIVEN_UP 4") {
            @Override
            void begin(RunningConsign consign, String buyer, String consignor) {
                consign.books()
                        .change(
                                "UPDATE webhook_endpoint SET secret = 'broken' WHERE consignor_id = ?",
                                consignor);
            }
        },
        MAIL_IS_REFUSED("MAIL", "GIVEN_UP 1") {
            @Override
            void begin(RunningConsign consign, String buyer, String consignor) {
                consign.mail().be(MailServer.Mood.UNKNOWN_RECIPIENT);
            }
        },
        MAIL_IS_BUSY("MAIL", "GIVEN_UP 4") {
            @Override
            void begin(RunningConsign consign, String buyer, String consignor) {
                consign.mail().be(MailServer.Mood.BUSY);
            }
        },
        MAIL_HANGS("MAIL", "GIVEN_UP 4") {
            @Override
            void begin(RunningConsign consign, String buyer, String consignor) {
                consign.mail().be(MailServer.Mood.SILENT);
            }
        },
        MAIL_HANGS_UP("MAIL", "GIVEN_UP 4") {
            @Override
            void begin(RunningConsign consign, String buyer, String consignor) {
                consign.mail().be(MailServer.Mood.DROPPING);
            }
        },
        /// The address in the database is none: our own code throws before anything is sent.
        MAIL_MAKES_US_THROW("MAIL", "GIVEN_UP 4") {
            @Override
            void begin(RunningConsign consign, String buyer, String consignor) {
                consign.books()
                        .change(
                                "UPDATE buyer_contact SET email = 'broken' WHERE buyer_id = ?",
                                buyer);
            }
        };

        private final String sink;
        private final String end;

        Trouble(String sink, String end) {
            this.sink = sink;
            this.end = end;
        }

        abstract void begin(RunningConsign consign, String buyer, String consignor)
                throws IOException;

        /// Whoever is well is told; on a busy machine perhaps at the second attempt.
        String deliveryOf(String one) {
            return one + " " + (one.equals(sink) ? end : "SENT");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_notification_that_fails_for_good_changes_nothing_but_its_own_row(Trouble trouble)
            throws Exception {
        var shop = consign.shop();
        var buyer = "buyer-" + UUID.randomUUID();
        var item = shop.credits(1);
        var consignor =
                books.strings("SELECT consignor_id FROM item WHERE item_id = ?", item).getFirst();
        shop.webhook(consignor, consign.consignor().url().toString());
        shop.contact(buyer, "somebody@example.com");
        trouble.begin(consign, buyer, consignor);
        var order = shop.order(buyer, item, 1);
        consign.gateway().pay(order, Map.of());

        var told =
                List.of(
                        trouble.deliveryOf("CONSIGNOR"),
                        trouble.deliveryOf("MAIL"),
                        trouble.deliveryOf("SHOP"));
        await().atMost(LONG).untilAsserted(() -> assertThat(deliveries(order)).isEqualTo(told));
        var attempts = attempts(order);
        books.creditedOnce(order.orderNo(), Shop.UNITS);
        var history = books.history(order.orderNo());
        assertThat(history).endsWith("DELIVER");
        assertThat(books.cases(order.orderNo())).containsExactly(CASE);

        // The job runs again: the gateway says the same once more, then asserts the opposite.
        consign.gateway().pay(order, Map.of("callbacks", 2));
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(books.outcomes(order.paymentNo(), "PAID"))
                                .startsWith("APPLIED")
                                .hasSizeGreaterThanOrEqualTo(3));
        var gateway = consign.gateway();
        Web.accepted(gateway.post(gateway.callback("payment.failed", order, Shop.PRICE, "t-none")));
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(books.outcomes(order.paymentNo(), "FAILED"))
                                .containsExactly("STALE"));

        books.creditedOnce(order.orderNo(), Shop.UNITS);
        assertThat(books.history(order.orderNo())).isEqualTo(history);
        assertThat(books.outcomes(order.paymentNo(), "PAID")).containsOnlyOnce("APPLIED");
        assertThat(books.cases(order.orderNo())).containsExactly(CASE);
        assertThat(deliveries(order)).isEqualTo(told);
        assertThat(attempts(order)).as("nobody is told again").isEqualTo(attempts);
    }

    private void everybodyIsWell() throws IOException {
        consign.sink().be(NotificationSink.Mood.WELL);
        consign.consignor().be(NotificationSink.Mood.WELL);
        consign.mail().be(MailServer.Mood.WELL);
    }

    private List<String> attempts(Shop.Placed order) {
        return books.strings(
                "SELECT CONCAT(sink, ' ', attempts) FROM notification_delivery WHERE order_no = ? ORDER BY sink",
                order.orderNo());
    }

    private List<String> deliveries(Shop.Placed order) {
        return books.strings(
                "SELECT CONCAT(sink, ' ', status, IF(status = 'SENT', '', CONCAT(' ', attempts))) FROM notification_delivery WHERE order_no = ? ORDER BY sink",
                order.orderNo());
    }
}
