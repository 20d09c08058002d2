package dev.consign.bench.peer.camel;

import dev.consign.bench.peer.Facts;
import dev.consign.bench.stand.Program;
import dev.consign.payment.PaymentFact;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// From the queue to the database, one message a transaction. The repository's row is inserted in
/// that transaction, so a failure takes it back and nothing has to be removed. What fails is rolled
/// back to the broker, which delivers it again.
final class PaymentRoute extends RouteBuilder {
    static final String ID = "payments";

    private final JdbcTemplate database;
    private final PlatformTransactionManager transactions;

    PaymentRoute(JdbcTemplate database, PlatformTransactionManager transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    @Override
    public void configure() {
        var effect = new PaymentEffect(database);
        from("jms:queue:" + Program.QUEUE)
                .routeId(ID)
                .transacted("transactions")
                .process(PaymentRoute::decode)
                .idempotentConsumer()
                .message(message -> fact(message).messageId().value())
                .idempotentRepository(repository())
                .skipDuplicate(false)
                .removeOnFailure(false)
                .choice()
                .when(exchangeProperty(Exchange.DUPLICATE_MESSAGE).isEqualTo(true))
                .process(exchange -> effect.duplicate(fact(exchange.getMessage())))
                .otherwise()
                .process(exchange -> effect.apply(fact(exchange.getMessage())))
                .end();
    }

    /// In the table of the schema, not Camel's own. A repeat that comes while the first is being
    /// applied waits for its row, and is then ignored instead of failing.
    private JdbcMessageIdRepository repository() {
        var repository =
                new JdbcMessageIdRepository(database, new TransactionTemplate(transactions));
        repository.setProcessorName(PaymentEffect.CONSUMER);
        repository.setCreateTableIfNotExists(false);
        repository.setQueryString(
                "SELECT COUNT(*) FROM processed_message WHERE consumer = ? AND message_id = ?");
        repository.setInsertString(
                """
                INSERT IGNORE INTO processed_message (consumer, message_id, processed_at, fingerprint, outcome)
                VALUES (?, ?, ?, REPEAT('0', 16), 'APPLIED')
                """);
        return repository;
    }

    private static void decode(Exchange exchange) throws InvalidPayloadException {
        var message = exchange.getMessage();
        message.setBody(Facts.of(message.getMandatoryBody(String.class)));
    }

    private static PaymentFact fact(Message message) {
        return Objects.requireNonNull(message.getBody(PaymentFact.class), "a decoded body");
    }
}
