package dev.consign.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath;
import dev.consign.gateway.StatementLine;
import dev.consign.ledger.Journal;
import dev.consign.order.CaseKind;
import dev.consign.order.ItemKind;
import dev.consign.order.OrderMove;
import dev.consign.order.OrderStatus;
import dev.consign.order.Outcome;
import dev.consign.payment.DisputeStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import dev.consign.processor.backoffice.approvals.ProposalAction;
import dev.consign.reconciliation.BreakStatus;
import dev.consign.reconciliation.BreakType;
import dev.consign.reconciliation.RunStatus;
import dev.consign.reconciliation.StatementOrigin;
import dev.consign.task.TaskKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The words that the database allows are those that the code knows: none more, none missing.
class WordsOfTheSchemaTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final Pattern LIST =
            Pattern.compile("`?\\w+`? (?:in \\(([^()]*)\\)|= '[A-Z_]+')");
    private static final Pattern WORD = Pattern.compile("'([A-Z_]+)'");
    private static final Pattern EDGE = Pattern.compile("'([A-Z_]+>[A-Z_]+)'");

    @AfterAll
    static void close() {
        PATH.close();
    }

    /// Where there is no enum the words are written out here once more.
    @Test
    void every_list_of_words_in_a_check_constraint_is_that_of_the_code() throws Exception {
        var expected = new TreeMap<String, Set<String>>();
        expected.put("orders_status", names(OrderStatus.values()));
        expected.put("payment_status", names(PaymentStatus.values()));
        expected.put("item_kind", names(ItemKind.values()));
        expected.put("payment_evidence_kind", names(FactKind.values()));
        expected.put("payment_evidence_source", names(FactSource.values()));
        expected.put("payment_evidence_outcome", names(Outcome.values()));
        var stored = names(Outcome.values());
        stored.remove(Outcome.DUPLICATE.name());
        expected.put("processed_message_outcome", stored);
        expected.put("journal_kind", names(Journal.JournalKind.values()));
        expected.put("case_file_kind", names(CaseKind.values()));
        expected.put(
                "case_file_status", hidden("processor.backoffice.cases.CaseController$CaseStatus"));
        expected.put(
                "dead_letter_status",
                hidden("processor.backoffice.deadletters.stored.DeadLetterStatus"));
        expected.put("card_key_status", words("AVAILABLE", "RESERVED", "SOLD"));
        expected.put("secret_in_use_purpose", words("SEAL", "DIGEST"));
        expected.put("gateway_task_kind", names(TaskKind.values()));
        expected.put("gateway_task_status", words("WAITING", "EXHAUSTED"));
        expected.put("refund_use", names(RefundUse.values()));
        expected.put("refund_status", names(RefundStatus.values()));
        expected.put("dispute_status", names(DisputeStatus.values()));
        expected.put("fact_confirmation_status", words("WAITING", "CONFIRMED", "REFUTED"));
        expected.put("idempotency_key_status", words("RUNNING", "DONE"));
        expected.put("recon_run_status", names(RunStatus.values()));
        expected.put("recon_run_origin", names(StatementOrigin.values()));
        expected.put("recon_break_type", names(BreakType.values()));
        expected.put("recon_break_status", names(BreakStatus.values()));
        expected.put("statement_line_kind", names(StatementLine.Kind.values()));
        expected.put("notification_delivery_status", hidden("notify.delivery.DeliveryStatus"));
        expected.put("notification_delivery_sink", hidden("notify.delivery.SinkKind"));
        expected.put("webhook_endpoint_status", hidden("notify.webhook.Endpoint$Status"));
        expected.put("proposal_action", names(ProposalAction.values()));
        expected.put("proposal_status", hidden("processor.backoffice.approvals.ProposalStatus"));
        assertThat(listsOfTheSchema()).isEqualTo(expected);
    }

    @Test
    void the_invariant_of_the_history_allows_the_moves_of_the_code_and_no_other()
            throws IOException {
        var moves = new TreeSet<String>();
        for (var move : OrderMove.values()) {
            for (var from : OrderStatus.values()) {
                if (move.from().contains(from)) {
                    moves.add(from + ">" + move.to());
                }
            }
        }
        try (var sql =
                Objects.requireNonNull(
                        getClass()
                                .getResourceAsStream("/invariants/I05_history_is_unbroken.sql"))) {
            var text = new String(sql.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(EDGE.matcher(text).results().map(found -> found.group(1)))
                    .containsExactlyInAnyOrderElementsOf(moves);
        }
    }

    private static Map<String, Set<String>> listsOfTheSchema() {
        var found = new TreeMap<String, Set<String>>();
        PATH.sql()
                .sql(
                        """
                        SELECT constraint_name, check_clause
                          FROM information_schema.check_constraints
                         WHERE constraint_schema = DATABASE()
                        """)
                .query((row, _) -> {
                    var list = LIST.matcher(row.getString(2));
                    // Only where the list is all there is: other constraints mention words, too.
                    return list.matches()
                            ? found.put(row.getString(1), wordsIn(list.group()))
                            : null;
                })
                .list();
        return found;
    }

    private static Set<String> wordsIn(String list) {
        return WORD.matcher(list)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(Enum::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// An enum that nobody but its package needs.
    private static Set<String> hidden(String name) throws ClassNotFoundException {
        var constants = Class.forName("dev.consign." + name).getEnumConstants();
        return names((Enum<?>[]) Objects.requireNonNull(constants));
    }

    private static Set<String> words(String... words) {
        return new TreeSet<>(Arrays.asList(words));
    }
}
