package dev.consign.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.Bookings;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.testkit.audit.Invariants;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An invariant that cannot find anything is worse than none: each is shown one violation made for
/// it, and finds it. Others may see it too: money that is in the wrong place is missing in another.
class InvariantsFindTheirViolationsTest {
    private static final Map<String, List<String>> VIOLATIONS =
            Map.ofEntries(
                    Map.entry(
                            "I01_paid_order_is_delivered_once",
                            List.of("DELETE FROM asset_entry WHERE order_no = '{paid}'")),
                    Map.entry(
                            "I02_delivered_order_was_paid",
                            List.of(
                                    "UPDATE payment SET status = 'CLOSED', transaction_id = NULL WHERE order_no = '{paid}'")),
                    Map.entry(
                            "I03_ledger_balances",
                            List.of(
                                    "UPDATE ledger_entry SET amount_minor = amount_minor + 1 WHERE amount_minor > 0 AND journal_key LIKE '%SETTLE%' AND journal_key LIKE '%{paid}%'")),
                    Map.entry(
                            "I04_collected_money_is_in_the_books",
                            List.of(
                                    "UPDATE payment SET transaction_id = NULL, status = 'CLOSED' WHERE order_no = '{late}'")),
                    Map.entry(
                            "I05_history_is_unbroken",
                            List.of("UPDATE orders SET version = 9 WHERE order_no = '{waiting}'")),
                    Map.entry(
                            "I06_every_message_was_processed",
                            List.of("DELETE FROM payment_evidence WHERE order_no = '{paid}'")),
                    Map.entry(
                            "I07_applied_facts_have_their_effect",
                            List.of(
                                    "UPDATE payment_evidence SET outcome = 'PARKED' WHERE order_no = '{paid}'")),
                    Map.entry(
                            "I08_stock_adds_up",
                            List.of(
                                    "UPDATE stock SET received = received + 1 WHERE item_id = (SELECT item_id FROM orders WHERE order_no = '{paid}')")),
                    Map.entry(
                            "I09_card_keys_belong_to_their_orders",
                            List.of(
                                    "INSERT INTO card_key (item_id, status, secret, digest) SELECT item_id, 'AVAILABLE', 'x', REPEAT('d', 32) FROM orders WHERE order_no = '{cards}'")),
                    Map.entry(
                            "I10_paid_payment_moved_its_order",
                            List.of(
                                    """
                                    UPDATE case_file SET status = 'RESOLVED', owner = 'support:x', resolution = 'seen', resolved_at = opened_at
                                     WHERE kind = 'SECOND_PAYMENT'
                                    """)),
                    Map.entry(
                            "I11_outbox_is_moving",
                            List.of(
                                    "UPDATE outbox SET created_at = created_at - INTERVAL 1 HOUR LIMIT 1")),
                    Map.entry(
                            "I12_split_equals_the_sale",
                            List.of(
                                    "DELETE FROM ledger_entry WHERE journal_key IN (SELECT journal_key FROM journal WHERE kind = 'SETTLE' AND order_no = '{paid}')",
                                    "DELETE FROM journal WHERE kind = 'SETTLE' AND order_no = '{paid}'")),
                    Map.entry(
                            "I14_open_payment_is_watched",
                            List.of(
                                    "DELETE FROM gateway_task WHERE payment_no = (SELECT payment_no FROM payment WHERE order_no = '{waiting}')")),
                    Map.entry(
                            "I17_money_is_in_one_place",
                            List.of(
                                    "UPDATE payment SET used_minor = used_minor - 1 WHERE order_no = '{paid}'")),
                    Map.entry(
                            "I18_refunds_are_asked_for",
                            List.of("DELETE FROM gateway_task WHERE kind = 'REFUND'")),
                    Map.entry(
                            "I19_no_order_is_forgotten",
                            List.of(
                                    "UPDATE orders SET expires_at = expires_at - INTERVAL 3 HOUR WHERE order_no = '{waiting}'")),
                    Map.entry(
                            "I22_fact_inbox_is_moving",
                            List.of(
                                    """
                                    INSERT INTO fact_inbox VALUES
                                        ('F', 'm', '{}', UTC_TIMESTAMP(3) - INTERVAL 1 HOUR, UTC_TIMESTAMP(3), 0)
                                    """)),
                    Map.entry(
                            "I23_closed_cases_say_who",
                            List.of(
                                    "UPDATE case_file SET resolved_at = UTC_TIMESTAMP(3) WHERE status = 'OPEN' LIMIT 1")),
                    Map.entry(
                            "I26_undelivered_word_has_a_case",
                            List.of(
                                    """
                                    INSERT INTO notification_delivery VALUES
                                        ('N', 'n', '{paid}', 'CONSIGNOR', 'w', 'GIVEN_UP', UTC_TIMESTAMP(3), 1, '', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
                                    """)),
                    Map.entry(
                            "I27_money_in_doubt_is_not_asked_back",
                            List.of(
                                    """
                                    INSERT INTO case_file (case_id, case_key, kind, status, payment_no, fact_kind, number, evidence, opened_at)
                                    SELECT 'K', 'UNEXPECTED_REFUND:x', 'UNEXPECTED_REFUND', 'OPEN', payment_no, 'REFUNDED', 'x', '', UTC_TIMESTAMP(3)
                                      FROM refund WHERE status = 'REQUESTED'
                                    """)),
                    Map.entry(
                            "I28_nothing_is_posted_on_a_persons_word",
                            List.of(
                                    "UPDATE payment_evidence SET source = 'UPLOAD' WHERE order_no = '{paid}' AND kind = 'PAID'")),
                    Map.entry(
                            "I29_nothing_is_delivered_for_money_in_doubt",
                            List.of(
                                    """
                                    INSERT INTO case_file (case_id, case_key, kind, status, payment_no, fact_kind, number, evidence, opened_at)
                                    SELECT 'K', 'UNKNOWN_ORDER:x', 'UNKNOWN_ORDER', 'OPEN', payment_no, 'REFUNDED', 'x', '',
                                           UTC_TIMESTAMP(3) - INTERVAL 1 HOUR
                                      FROM payment WHERE order_no = '{paid}'
                                    """)),
                    Map.entry(
                            "I30_nothing_in_doubt_is_paid_out",
                            List.of("DELETE FROM payout_hold WHERE order_no = '{inDoubt}'")),
                    Map.entry(
                            "I31_payouts_leave_what_they_hold_back",
                            List.of("UPDATE payout SET held_minor = 0 WHERE held_minor > 0")),
                    Map.entry(
                            "I32_held_orders_wait_for_their_payout",
                            List.of(
                                    "UPDATE payout_hold SET released_at = held_at, payout_id = 'Y' WHERE order_no = '{inDoubt}'")),
                    Map.entry(
                            "I33_what_paid_for_goods_was_said_by_the_gateway",
                            List.of(
                                    "UPDATE payment SET transaction_id = 'invented' WHERE order_no = '{paid}'")),
                    Map.entry(
                            "I34_a_refund_is_booked_under_one_identity",
                            List.of(
                                    """
                                    INSERT INTO refund
                                    SELECT 'R0000000000000009', order_no, payment_no, gateway, transaction_id, refund_no, use_of_money,
                                           currency, amount_minor, status, actor, reason, requested_at, ended_at
                                      FROM refund WHERE status = 'SUCCEEDED'
                                    """)),
                    Map.entry(
                            "I35_other_amounts_are_the_platforms",
                            List.of(
                                    "UPDATE payment SET difference_minor = 1 WHERE order_no = '{paid}'")),
                    Map.entry(
                            "I36_what_is_confirmed_is_asked",
                            List.of(
                                    """
                                    INSERT INTO fact_confirmation
                                    SELECT 'm', payment_no, order_no, gateway, 'PAID', 'UPLOAD', currency, amount_minor, 't', NULL, 'x', 'y',
                                           'WAITING', UTC_TIMESTAMP(3), NULL
                                      FROM payment WHERE order_no = '{paid}'
                                    """)),
                    Map.entry(
                            "I37_unknown_word_of_money_has_a_case",
                            List.of(
                                    """
                                    INSERT INTO callback_inbox (inbox_id, gateway, body_digest, received_at, last_received_at, times, altered,
                                                                reason, detail, of_money, headers, body)
                                    VALUES ('M', 'sandbox', REPEAT('d', 32), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 1, 0, 'r', '', 1, '{}', '{}')
                                    """)),
                    Map.entry(
                            "I38_card_key_is_listed_once",
                            List.of(
                                    "ALTER TABLE card_key DROP KEY card_key_once",
                                    """
                                    INSERT INTO card_key (item_id, status, secret, digest)
                                    SELECT item_id, 'AVAILABLE', secret, digest FROM card_key LIMIT 1
                                    """)),
                    Map.entry(
                            "I15_hands_leave_a_trace",
                            List.of(
                                    """
                                    INSERT INTO dead_letter (letter_id, message_id, queue, status, cause, detail, headers, body,
                                                             body_type, body_digest, first_failed_at, last_failed_at, attempts, requeues, last_key)
                                    VALUES ('L', 'm', 'q', 'DISCARDED', 'BAD_JSON', '', '{}', '', 'TEXT', UNHEX(MD5('')),
                                            UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 1, 0, 'k')
                                    """)),
                    Map.entry(
                            "I20_payouts_are_in_the_books",
                            List.of("UPDATE payout SET amount_minor = amount_minor - 1")),
                    Map.entry(
                            "I21_payouts_stay_within_the_proceeds",
                            List.of(
                                    "UPDATE ledger_entry SET posted_at = posted_at + INTERVAL 1 MINUTE WHERE journal_key = '{paidOut}:SETTLE'")));

    /// What one planted row for each does not show.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM payout",
                "UPDATE payout SET business_date = business_date - INTERVAL 1 DAY",
                "UPDATE ledger_entry SET account = 'platform:fee' WHERE account = 'platform:bank'"
            })
    void payouts_and_their_journals_are_compared_both_ways(String statement) throws SQLException {
        try (var path = new MoneyPath()) {
            Day.of(path);
            assertThat(path.sql().sql(statement).update()).isEqualTo(2);
            assertThat(path.violations())
                    .isNotEmpty()
                    .allMatch(violation -> violation.startsWith("I20_"));
        }
    }

    @ParameterizedTest
    @CsvSource({"10, true", "1, false"})
    void a_refund_counts_before_a_payout_unless_it_may_have_been_missed(int minutes, boolean found)
            throws SQLException {
        try (var path = new MoneyPath()) {
            var paid = Day.of(path).paidOut();
            var books = new Bookings(path);
            var before = Instant.now().minus(Duration.ofMinutes(minutes));
            books.refund(paid, 100, before);
            assertThat(path.violations().stream().anyMatch(one -> one.startsWith("I21_")))
                    .isEqualTo(found);
        }
    }

    /// What one planted row for each does not show: word that does not fit its payment, a case that
    /// was there before the order was released, a payout that holds back in words only, an order
    /// held for somebody else.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    I29 | INSERT INTO case_file (case_id, case_key, kind, status, payment_no, fact_kind, evidence, opened_at, currency, amount_minor) SELECT 'K', 'x', 'MISMATCH', 'OPEN', payment_no, 'REFUNDED', '', '2026-01-01', currency, amount_minor + 1 FROM payment WHERE order_no = '{paid}'
                    I30 | UPDATE payout_hold SET released_at = held_at, payout_id = (SELECT MAX(payout_id) FROM payout) WHERE order_no = '{inDoubt}'
                    I31 | UPDATE payout SET held_minor = held_minor + 1 WHERE held_minor > 0
                    I32 | UPDATE payout_hold SET consignor_id = (SELECT MIN(consignor_id) FROM orders) WHERE order_no = '{inDoubt}'
                    """)
    void what_is_in_doubt_is_looked_at_from_both_sides(String invariant, String statement)
            throws SQLException {
        try (var path = new MoneyPath()) {
            var day = Day.of(path);
            assertThat(path.sql().sql(day.fill(statement)).update()).isEqualTo(1);
            assertThat(path.violations()).anyMatch(one -> one.startsWith(invariant + "_"));
        }
    }

    /// A doubt that came after the payout, or was over before it, accuses nobody.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "opened_at = UTC_TIMESTAMP(3)",
                "status = 'RESOLVED', owner = 'x', resolution = 'y', resolved_at = opened_at"
            })
    void only_what_was_in_doubt_at_its_time_may_not_be_paid_out(String change) throws SQLException {
        try (var path = new MoneyPath()) {
            var day = Day.of(path);
            path.sql().sql("DELETE FROM payout_hold").update();
            assertThat(path.violations()).anyMatch(one -> one.startsWith("I30_"));
            path.sql()
                    .sql(
                            day.fill(
                                    "UPDATE case_file SET %s WHERE order_no = '{inDoubt}'"
                                            .formatted(change)))
                    .update();
            assertThat(path.violations()).noneMatch(one -> one.startsWith("I30_"));
        }
    }

    @Test
    void none_is_left_out() {
        assertThat(VIOLATIONS.keySet()).containsExactlyInAnyOrderElementsOf(Invariants.names());
    }

    static List<String> names() {
        return Invariants.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void each_finds_the_violation_made_for_it_and_nothing_before(String invariant)
            throws SQLException {
        try (var path = new MoneyPath()) {
            var day = Day.of(path);
            assertThat(path.violations()).isEmpty();
            for (var statement : VIOLATIONS.getOrDefault(invariant, List.of())) {
                var changed = path.sql().sql(day.fill(statement)).update();
                // What no program can write is written once its guard is gone.
                assertThat(changed > 0 || statement.startsWith("ALTER")).as(statement).isTrue();
            }
            assertThat(path.violations())
                    .anyMatch(violation -> violation.startsWith(invariant + ":"));
        }
    }

    /// One order of each fate: delivered assets, delivered cards, still waiting, paid after the
    /// gateway had said that it failed, paid twice; of what was delivered, one refund that has
    /// happened and one that is asked for; one whose consignor has been paid, and one that was held
    /// back from the payout of another.
    private record Day(
            Waiting paid,
            Waiting cards,
            Waiting waiting,
            Waiting late,
            Waiting paidOut,
            Waiting inDoubt) {
        static Day of(MoneyPath path) {
            var assets = path.orders(4, ItemKind.ASSET_CREDIT);
            var cards = path.orders(1, ItemKind.CARD_KEY).getFirst();
            var late = path.orders(1, ItemKind.ASSET_CREDIT).getFirst();
            var engine = path.engine(InstantSource.system());
            var processor = engine.processor();
            var refunded = assets.get(1);
            var twice = assets.get(2);
            processor.process(
                    List.of(
                            assets.getFirst().fact(FactKind.PAID, FactSource.CALLBACK),
                            cards.fact(FactKind.PAID, FactSource.CALLBACK),
                            late.fact(FactKind.FAILED, FactSource.QUERY)));
            processor.process(
                    List.of(
                            late.fact(FactKind.PAID, FactSource.QUERY),
                            refunded.fact(FactKind.PAID, FactSource.CALLBACK),
                            twice.fact(FactKind.PAID, FactSource.CALLBACK),
                            twice.fact(FactKind.PAID, FactSource.QUERY, twice.amount(), "second")));
            var part = Money.of("CNY", 1_003);
            var happened = engine.askBack(refunded, part);
            processor.process(List.of(refunded.returned(happened, part)));
            engine.askBack(refunded, part);
            return new Day(
                    assets.getFirst(), cards, assets.getLast(), late, paidOut(path), inDoubt(path));
        }

        private static Waiting paidOut(MoneyPath path) {
            var books = new Bookings(path);
            var now = Instant.now();
            var sold = path.orders(1, ItemKind.ASSET_CREDIT);
            books.settle(sold, now);
            var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
            books.payOut(books.consignorOf(sold.getFirst()), today, now);
            return sold.getFirst();
        }

        private static Waiting inDoubt(MoneyPath path) {
            var books = new Bookings(path);
            var now = Instant.now();
            var sold = path.orders(2, ItemKind.ASSET_CREDIT);
            books.settle(sold, now.minus(Duration.ofMinutes(10)));
            books.says(
                    sold.getFirst()
                            .fact(
                                    FactKind.REFUNDED,
                                    FactSource.CALLBACK,
                                    Money.of("CNY", 200),
                                    "dashboard"),
                    now.minus(Duration.ofMinutes(9)));
            var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
            books.payOut(books.consignorOf(sold.getFirst()), today, now);
            return sold.getFirst();
        }

        String fill(String statement) {
            return statement
                    .replace("{paid}", paid.orderNo().value())
                    .replace("{cards}", cards.orderNo().value())
                    .replace("{paidOut}", paidOut.orderNo().value())
                    .replace("{inDoubt}", inDoubt.orderNo().value())
                    .replace("{waiting}", waiting.orderNo().value())
                    .replace("{late}", late.orderNo().value());
        }
    }
}
