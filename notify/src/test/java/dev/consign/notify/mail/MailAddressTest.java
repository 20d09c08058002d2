package dev.consign.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.id.BuyerId;
import dev.consign.id.OrderNo;
import dev.consign.id.RefundNo;
import dev.consign.message.Notification;
import dev.consign.message.Notification.RefundPart;
import dev.consign.money.Money;
import dev.consign.order.OrderStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing that a shop passes on as an address becomes a header, a command or a second recipient.
class MailAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "buyer@example.com",
                "b.u.y+er'1@mail.example.co.uk",
                "a@b.io",
                "x@xn--bcher-kva.example"
            })
    void an_ordinary_address_is_taken(String text) {
        assertThatCode(() -> new MailAddress(text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "buyer",
                "@example.com",
                "buyer@",
                "buyer@example",
                "buyer@-example.com",
                "buyer@example.com ",
                " buyer@example.com",
                "buyer@example.com\n",
                "buyer@example.com\r\nBcc: all@example.com",
                "buyer\r\n@example.com",
                "buyer@example.com\u0000",
                "buyer@exa\u2028mple.com",
                "a@example.com,b@example.com",
                "a@example.com;b@example.com",
                "A <a@example.com>",
                "<a@example.com>",
                "a@b@example.com",
                "\"a b\"@example.com",
                ".a@example.com",
                "a.@example.com",
                "a..b@example.com",
                "a@[127.0.0.1]",
                "a(b)@example.com",
                "bücher@example.com",
                "a@bücher.example"
            })
    void anything_else_is_not(String text) {
        assertThatThrownBy(() -> new MailAddress(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a mail address");
    }

    @Test
    void an_address_that_is_too_long_is_not_taken() {
        assertThatThrownBy(() -> new MailAddress("a".repeat(65) + "@example.com"))
                .isInstanceOf(IllegalArgumentException.class);
        var domain = String.join(".", List.of("d".repeat(60), "d".repeat(60), "d".repeat(60)));
        assertThatThrownBy(() -> new MailAddress("a".repeat(60) + "@" + domain + ".example.com"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_address_is_not_printed_by_accident() {
        assertThat(new MailAddress("buyer@example.com")).hasToString("***@example.com");
    }

    @Test
    void every_letter_is_one_line_of_subject_and_says_which_order() {
        var order = new OrderNo("O0000000000000001");
        var money = Money.of("CNY", 27_000);
        var now = Instant.parse("2026-11-30T10:00:00Z");
        var buyer = new BuyerId("ann");
        var told = new ArrayList<Notification>();
        for (var status : OrderStatus.values()) {
            if (Notification.isToldOf(status)) {
                told.add(new Notification("n-" + status, order, buyer, status, money, now));
            }
        }
        var refund = new RefundNo("R0000000000000001");
        for (var id :
                List.of(
                        Notification.idOfRefund(order, refund),
                        Notification.idOfReturn(order, refund))) {
            told.add(
                    new Notification(
                            id,
                            order,
                            buyer,
                            OrderStatus.COMPLETED,
                            money,
                            new RefundPart(refund, Money.of("CNY", 7_000), Money.of("CNY", 7_000)),
                            now));
        }
        assertThat(told)
                .hasSize(6)
                .map(MailText::of)
                .doesNotHaveDuplicates()
                .allSatisfy(letter -> {
                    assertThat(letter.subject()).contains(order.value()).doesNotContain("\n");
                    assertThat(letter.text()).contains(order.value());
                });
    }
}
