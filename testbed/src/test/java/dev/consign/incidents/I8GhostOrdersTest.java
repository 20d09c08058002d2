package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Incident I8: ghost, split-personality and zombie orders: stock locked for ever, states that
/// contradict each other, stuck in processing with nobody told. Here a zombie is shown to a person
/// and ends by itself when the gateway speaks; the others are found by an invariant each, whoever
/// made them.
class I8GhostOrdersTest {
    private RunningConsign consign;
    private Books books;

    @BeforeEach
    void start() throws Exception {
        consign = RunningConsign.get();
        books = consign.books();
    }

    @AfterEach
    void the_books_are_right() throws Exception {
        consign.gateway().faults(Map.of());
        books.holdEveryInvariant();
    }

    @Test
    void an_order_nobody_can_find_out_about_is_shown_to_a_person_and_ends_when_the_gateway_speaks()
            throws Exception {
        var item = consign.shop().cardKeys(1);
        var order = consign.shop().order(item, 1);
        consign.gateway().faults(Map.of("errorRate", 1.0));
        books.expire(order.orderNo(), Duration.ofMinutes(30));
        books.becomes(order.orderNo(), "IN_REVIEW/PENDING");
        assertThat(books.cases(order.orderNo())).containsExactly("OVERDUE OPEN");
        assertThat(books.shelf(item)).as("it may still be paid").isEqualTo("0 1 0");

        consign.gateway().faults(Map.of());
        books.becomes(order.orderNo(), "FAILED/CLOSED");
        assertThat(books.cases(order.orderNo())).containsExactly("OVERDUE RESOLVED");
        assertThat(books.shelf(item)).isEqualTo("1 0 0");
    }

    /// What nobody can make through the engine, made by hand: each is found while it is there.
    static List<Arguments> contradictions() {
        return List.of(
                Arguments.of(
                        "a ghost",
                        "I08",
                        "UPDATE stock SET available = available - 1, reserved = reserved + 1 WHERE item_id = ?",
                        "UPDATE stock SET available = available + 1, reserved = reserved - 1 WHERE item_id = ?"),
                Arguments.of(
                        "a split personality",
                        "I10",
                        "UPDATE orders SET status = 'FAILED' WHERE item_id = ? AND status = 'COMPLETED'",
                        "UPDATE orders SET status = 'COMPLETED' WHERE item_id = ? AND status = 'FAILED'"),
                Arguments.of(
                        "a zombie",
                        "I19",
                        "UPDATE orders SET status = 'IN_REVIEW' WHERE item_id = ? AND status = 'COMPLETED'",
                        "UPDATE orders SET status = 'COMPLETED' WHERE item_id = ? AND status = 'IN_REVIEW'"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void what_contradicts_itself_is_found(String what, String invariant, String make, String undo)
            throws Exception {
        var item = consign.shop().credits(2);
        var order = consign.shop().order(item, 1);
        consign.gateway().pay(order, Map.of());
        books.becomes(order.orderNo(), "COMPLETED/PAID");

        books.change(make, item);
        assertThat(books.violations()).as(what).anyMatch(found -> found.startsWith(invariant));
        books.change(undo, item);
    }
}
