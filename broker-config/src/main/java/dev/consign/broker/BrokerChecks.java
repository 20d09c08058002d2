package dev.consign.broker;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers whether this broker keeps what it confirms, so that "sent" means it survives a crash,
/// and whether it says who sent a message, so that nobody speaks for another. Until the answer is
/// yes, no sender on these connections sends. Changes nothing.
public final class BrokerChecks {
    private static final Logger log = LoggerFactory.getLogger(BrokerChecks.class);
    private static final String MANAGEMENT = "activemq.management";
    private static final String SENDER = "JMSXUserID";

    /// What must be true.
    private static final List<Wanted> WANTED =
            List.of(
                    new Wanted("persistenceEnabled", "isPersistenceEnabled", "persistence-enabled"),
                    new Wanted(
                            "journalSyncTransactional",
                            "isJournalSyncTransactional",
                            "journal-sync-transactional"),
                    new Wanted(
                            "journalSyncNonTransactional",
                            "isJournalSyncNonTransactional",
                            "journal-sync-non-transactional"));

    /// How Artemis names the reply queue; rights on it are given under another name.
    private static final Pattern TEMPORARY =
            Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final BrokerConnections connections;
    private @Nullable Long refusedSince;
    private boolean warned;

    /// @param connections held back from now on
    public BrokerChecks(BrokerConnections connections) {
        this.connections = connections;
        connections.hold();
    }

    /// Asks on a connection of its own, and lets the senders go when all is well.
    ///
    /// @return why the broker could not be asked; empty when it is safe
    /// @throws IllegalArgumentException in one sentence, when a confirmed message can be lost, or
    ///   our user may not ask, or is not let in for as long as a call may take
    public Optional<String> verify() {
        try (var connection = connections.factory().createConnection()) {
            connection.start();
            refusedSince = null;
            return ask(connection);
        } catch (JMSSecurityException _) {
            return refused();
        } catch (JMSException e) {
            refusedSince = null;
            return Optional.of("the broker: " + e.getMessage());
        }
    }

    /// A broker that has just started may still read its users; one that has not taken ours for as
    /// long as a call may take will not. Its own words name our port, and so another each time.
    private Optional<String> refused() {
        var settings = connections.settings();
        var now = System.nanoTime();
        var since = refusedSince == null ? now : refusedSince;
        refusedSince = since;
        if (now - since >= settings.callTimeout().toNanos()) {
            throw new IllegalArgumentException(
                    "the broker does not let %s in, look at CONSIGN_BROKER_USER and CONSIGN_BROKER_PASSWORD"
                            .formatted(settings.user()));
        }
        return Optional.of("the broker to let %s in".formatted(settings.user()));
    }

    private Optional<String> ask(Connection connection) throws JMSException {
        try (var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            var replies = session.createTemporaryQueue();
            try (var producer = session.createProducer(session.createQueue(MANAGEMENT));
                    var consumer = session.createConsumer(replies)) {
                // Only a durable send waits for the answer that it was not allowed.
                producer.setDeliveryMode(DeliveryMode.PERSISTENT);
                var limit = connections.settings().callTimeout();
                for (var wanted : WANTED) {
                    var question = session.createMessage();
                    question.setJMSReplyTo(replies);
                    JMSManagementHelper.putAttribute(
                            question, ResourceNames.BROKER, wanted.attribute());
                    producer.send(question);
                    var answer = consumer.receive(limit.toMillis());
                    if (answer == null) {
                        return Optional.of("the broker: no answer within " + limit);
                    }
                    check(answer, wanted);
                }
                if (connections.leavesThisMachine()) {
                    var question = session.createMessage();
                    question.setJMSReplyTo(replies);
                    JMSManagementHelper.putAttribute(question, ResourceNames.BROKER, "version");
                    producer.send(question);
                    warnOf(consumer.receive(limit.toMillis()));
                }
                var unknown = askWhoWeAre(session, replies, consumer);
                if (unknown.isPresent()) {
                    return unknown;
                }
            }
        } catch (JMSSecurityException e) {
            throw mayNotAsk(String.valueOf(e.getMessage()));
        } catch (JMSException e) {
            // Told to refuse messages without a name, and not to give them one.
            if (String.valueOf(e.getMessage()).contains("AMQ229225")) {
                throw nameless();
            }
            throw e;
        }
        connections.release();
        return Optional.empty();
    }

    /// Only a warning, once: who has no other version must be able to start. A broker whose
    /// `broker.xml` is older than the question does not answer it.
    private void warnOf(@Nullable Message answer) throws JMSException {
        if (answer == null || warned || !JMSManagementHelper.hasOperationSucceeded(answer)) {
            return;
        }
        warned = true;
        KnownHole.in(String.valueOf(result(answer)))
                .ifPresent(hole -> log.warn("the broker {}", hole));
    }

    /// Sends ourselves a message, and looks whom the broker takes for its sender: consumers go by
    /// that name, and one that is missing or another would make every message a forged one.
    private Optional<String> askWhoWeAre(Session session, Queue replies, MessageConsumer consumer)
            throws JMSException {
        var settings = connections.settings();
        try (var producer = session.createProducer(replies)) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            producer.send(session.createMessage());
        }
        var letter = consumer.receive(settings.callTimeout().toMillis());
        if (letter == null) {
            return Optional.of("the broker: no message within " + settings.callTimeout());
        }
        var user = letter.getStringProperty(SENDER);
        if (user == null) {
            throw nameless();
        }
        if (!user.equals(settings.user())) {
            throw new IllegalArgumentException(
                    "the broker knows us as %s, but consign.broker.user says %s: what we send would be taken for a stranger's"
                            .formatted(user, settings.user()));
        }
        return Optional.empty();
    }

    private static IllegalArgumentException nameless() {
        return new IllegalArgumentException(
                "the broker does not say who sent a message: set populate-validated-user to true in broker.xml");
    }

    private static void check(Message answer, Wanted wanted) throws JMSException {
        var result = result(answer);
        if (!JMSManagementHelper.hasOperationSucceeded(answer)) {
            // The broker itself says only that there was a problem.
            throw mayNotAsk("view on mops.broker.%s (%s)".formatted(wanted.getter(), result));
        }
        if (!Boolean.TRUE.equals(result)) {
            throw new IllegalArgumentException(
                    "the broker may lose confirmed messages: set %s to true in broker.xml"
                            .formatted(wanted.setting()));
        }
    }

    private static @Nullable Object result(Message answer) throws JMSException {
        try {
            return JMSManagementHelper.getResult(answer);
        } catch (JMSException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "the broker's word on what it keeps cannot be read: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException mayNotAsk(String right) {
        return new IllegalArgumentException(
                "the broker cannot be asked whether it keeps what it confirms, because its"
                        + " security-settings lack a right: "
                        + TEMPORARY.matcher(right).replaceAll("TEMP.#"));
    }

    /// @param attribute of the broker, as its management names it
    /// @param getter the same as its security-settings name it
    /// @param setting the same as broker.xml spells it
    private record Wanted(String attribute, String getter, String setting) {}
}
