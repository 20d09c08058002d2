package dev.consign.bench.peer.camel;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.bench.peer.Listening;
import dev.consign.bench.stand.Program;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.main.Main;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/// A program with one Camel route from the queue to the database.
public final class CamelPeer {
    /// As HikariCP advises for MySQL, but for statements prepared by the server: those of rewritten
    /// batches it would have to prepare anew each time.
    private static final Map<String, String> DRIVER =
            Map.of(
                    "cachePrepStmts", "true",
                    "prepStmtCacheSize", "250",
                    "prepStmtCacheSqlLimit", "2048",
                    "useLocalSessionState", "true",
                    "cacheResultSetMetadata", "true",
                    "cacheServerConfiguration", "true",
                    "elideSetAutoCommits", "true",
                    "maintainTimeStats", "false");

    private CamelPeer() {}

    /// Runs until the process is ended.
    ///
    /// @throws Exception when the broker or the database is not there
    public static void main(String[] arguments) throws Exception {
        var program = Program.ofEnvironment();
        try (var database = pool(program)) {
            var transactions = new JdbcTransactionManager(database);
            var main = new Main();
            main.configure().withJmxEnabled(false).withStreamCachingEnabled(false);
            main.bind("jms", jms(program));
            main.bind("transactions", new SpringTransactionPolicy(transactions));
            main.configure()
                    .addRoutesBuilder(new PaymentRoute(new JdbcTemplate(database), transactions));
            main.start();
            Listening.await(container(main.getCamelContext()), program.consumers());
            program.serve();
        }
    }

    /// A transacted session without a transaction manager: it is committed when the route, and with
    /// it the database transaction, has ended well. Consumers are kept, as they cannot be with one.
    private static JmsComponent jms(Program program) {
        var jms = new JmsComponent();
        jms.setConnectionFactory(Listening.factory(program));
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        jms.setConcurrentConsumers(program.consumers());
        jms.setDisableReplyTo(true);
        return jms;
    }

    private static HikariDataSource pool(Program program) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(program.databaseUrl());
        pool.setUsername(program.databaseUser());
        pool.setPassword(program.databasePassword());
        pool.setMaximumPoolSize(program.consumers() + 2);
        // No statement to begin a transaction.
        pool.setAutoCommit(false);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        DRIVER.forEach(pool::addDataSourceProperty);
        return pool;
    }

    private static DefaultMessageListenerContainer container(CamelContext camel) throws Exception {
        var consumer =
                (JmsConsumer) Objects.requireNonNull(camel.getRoute(PaymentRoute.ID)).getConsumer();
        return (DefaultMessageListenerContainer) consumer.getListenerContainer();
    }
}
