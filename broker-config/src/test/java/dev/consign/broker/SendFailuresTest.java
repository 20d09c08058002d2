package dev.consign.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.SendResult.Refused;
import dev.consign.broker.SendResult.Unknown;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SendFailuresTest {

    private static final Set<String> NOT_STORED =
            Set.of(
                    "ADDRESS_FULL",
                    "SECURITY_EXCEPTION",
                    "QUEUE_DOES_NOT_EXIST",
                    "TRANSACTION_ROLLED_BACK");

    @ParameterizedTest
    @EnumSource(ActiveMQExceptionType.class)
    void only_four_kinds_of_failure_prove_that_nothing_was_stored(ActiveMQExceptionType type) {
        var failure = new JMSException("failed");
        failure.initCause(new ActiveMQException("AMQ000000: so it is", type));

        var result = SendFailures.duringSend(failure);

        var why = type + ": AMQ000000: so it is";
        assertThat(result)
                .isEqualTo(NOT_STORED.contains(type.name()) ? new Refused(why) : new Unknown(why));
    }

    @ParameterizedTest
    @EnumSource(ActiveMQExceptionType.class)
    void a_commit_refused_for_a_duplicate_has_stored_nothing_either(ActiveMQExceptionType type) {
        var failure = new JMSException("failed");
        failure.initCause(new ActiveMQException("AMQ000000: so it is", type));

        var result = SendFailures.duringCommit(failure);

        assertThat(result)
                .isInstanceOf(
                        NOT_STORED.contains(type.name())
                                        || type == ActiveMQExceptionType.DUPLICATE_ID_REJECTED
                                ? Refused.class
                                : Unknown.class);
    }

    @Test
    void a_failure_without_a_cause_proves_nothing() {
        assertThat(SendFailures.duringSend(new IllegalStateException("Session is closed")))
                .isEqualTo(new Unknown("IllegalStateException: Session is closed"));
    }

    @Test
    void what_fails_before_the_send_was_not_sent() {
        var failure = new JMSException("failed");
        failure.initCause(
                new ActiveMQException("AMQ219013", ActiveMQExceptionType.CONNECTION_TIMEDOUT));
        assertThat(SendFailures.beforeSend(failure))
                .isEqualTo(new Refused("CONNECTION_TIMEDOUT: AMQ219013"));
    }
}
