package dev.consign.broker.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.codec.DecodedNotification.Note;
import dev.consign.broker.codec.DecodedNotification.Undecodable;
import dev.consign.id.BuyerId;
import dev.consign.id.OrderNo;
import dev.consign.id.RefundNo;
import dev.consign.message.Notification;
import dev.consign.message.Notification.RefundPart;
import dev.consign.money.Money;
import dev.consign.order.OrderStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NotificationCodecTest {
    private static final String GOLDEN =
            """
            {"schema":1,"type":"NOTIFICATION","notificationId":"O0123456789ABCDEF:COMPLETED:v3",\
            "orderNo":"O0123456789ABCDEF","buyerId":"ann@shop","status":"COMPLETED",\
            "amount":{"currency":"CNY","minor":27000},"occurredAt":"2026-11-20T09:59:58Z"}\
            """;

    @Test
    void the_text_of_a_notification_does_not_change() {
        assertThat(NotificationCodec.encode(note(OrderStatus.COMPLETED))).isEqualTo(GOLDEN);
    }

    @ParameterizedTest
    @EnumSource
    void every_notification_comes_back_as_it_was(OrderStatus status) {
        for (var note : List.of(note(status), refunded(status))) {
            var decoded = NotificationCodec.decode(NotificationCodec.encode(note));
            if (note.refund() != null || Notification.isToldOf(status)) {
                assertThat(decoded).isEqualTo(new Note(note));
                assertThat(note.type()).isNotNull();
            } else {
                assertThat(decoded)
                        .isInstanceOfSatisfying(
                                Undecodable.class,
                                bad -> assertThat(bad.cause()).isEqualTo("BAD_FIELD"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "schema":1          | "schema":2         | UNKNOWN_SCHEMA
                    "NOTIFICATION"      | "PAYMENT_FACT"     | WRONG_TYPE
                    "notificationId"    | "id"               | BAD_FIELD
                    F:COMPLETED:v3      | F COMPLETED:v3     | BAD_FIELD
                    "O0123456789ABCDEF" | "X"                | BAD_FIELD
                    ann@shop            | ann shop           | BAD_FIELD
                    "COMPLETED"         | "DONE"             | BAD_FIELD
                    27000               | 27e3               | BAD_FIELD
                    2026                | 26                 | BAD_FIELD
                    "amount"            | "status":1,"amount"| BAD_JSON
                    """)
    void a_bad_body_is_a_value_with_its_cause(String text, String instead, String cause) {
        assertThat(NotificationCodec.decode(GOLDEN.replace(text, instead)))
                .isInstanceOfSatisfying(
                        Undecodable.class, bad -> assertThat(bad.cause()).isEqualTo(cause));
    }

    private static Notification refunded(OrderStatus status) {
        var note = note(status);
        return new Notification(
                note.notificationId(),
                note.orderNo(),
                note.buyerId(),
                status,
                note.amount(),
                new RefundPart(
                        new RefundNo("R0123456789ABCDEF"),
                        Money.of("CNY", 7_000),
                        Money.of("CNY", 8_000)),
                note.occurredAt());
    }

    private static Notification note(OrderStatus status) {
        return new Notification(
                "O0123456789ABCDEF:" + status + ":v3",
                new OrderNo("O0123456789ABCDEF"),
                new BuyerId("ann@shop"),
                status,
                Money.of("CNY", 27_000),
                Instant.parse("2026-11-20T09:59:58Z"));
    }
}
