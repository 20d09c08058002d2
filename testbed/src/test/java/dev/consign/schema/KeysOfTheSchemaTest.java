package dev.consign.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The keys that make a second effect impossible, whatever the code does.
class KeysOfTheSchemaTest {
    private static final MoneyPath PATH = new MoneyPath();

    @AfterAll
    static void close() {
        PATH.close();
    }

    @ParameterizedTest(name = "{0} is unique by {1}")
    @CsvSource(
            textBlock =
                    """
                    processed_message, 'consumer,message_id'
                    journal, journal_key
                    ledger_entry, 'journal_key,line'
                    asset_entry, order_no
                    order_history, 'order_no,version'
                    card_key, card_key_id
                    card_key, digest
                    secret_in_use, purpose
                    case_file, case_key
                    callback_inbox, 'gateway,event_id'
                    callback_inbox, 'gateway,body_digest'
                    gateway_task, 'reference,kind'
                    idempotency_key, 'client,idem_key'
                    dead_letter, 'queue,message_id,body_digest'
                    notification, notification_id
                    notification_delivery, 'notification_id,sink,target'
                    webhook_endpoint, 'consignor_id,url'
                    buyer_contact, buyer_id
                    orders, order_no
                    orders, 'open_buyer,open_once,item_id'
                    buyer, buyer_id
                    refund, refund_no
                    payment, payment_no
                    payout, 'consignor_id,business_date,currency'
                    payout, journal_key
                    payout_hold, order_no
                    payout_count, 'word,hour,currency'
                    fact_confirmation, 'message_id,payment_no'
                    proposal, 'action,open_subject'
                    stock, item_id
                    recon_run, 'gateway,business_date,working'
                    recon_break, 'gateway,business_date,type,reference'
                    recon_run_break, 'run_id,break_id'
                    gateway_statement, 'gateway,business_date,is_current'
                    statement_line, 'statement_id,line_no'
                    """)
    void every_effect_has_a_key_of_its_own(String table, String columns) {
        assertThat(uniqueKeys(table)).contains(columns);
    }

    private static List<String> uniqueKeys(String table) {
        return PATH.sql()
                .sql(
                        """
                        SELECT GROUP_CONCAT(column_name ORDER BY seq_in_index)
                          FROM information_schema.statistics
                         WHERE table_schema = DATABASE() AND table_name = ? AND non_unique = 0
                         GROUP BY index_name
                        """)
                .param(table)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
