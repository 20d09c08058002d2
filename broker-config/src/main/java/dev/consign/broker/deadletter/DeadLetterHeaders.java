package dev.consign.processor.backoffice.deadletters;

import java.util.Set;
import java.util.regex.Pattern;

/// The message properties by which a consumer tells the drain what went wrong. A letter that the
/// broker itself put aside has none of them but the origin the broker notes.
final class DeadLetterHeaders {
    static final String CAUSE = "consign_cause";
    static final String DETAIL = "consign_detail";
    static final String STACK = "consign_stack";
    static final String ORIGIN_QUEUE = "consign_origin_queue";
    static final String MESSAGE_ID = "consign_message_id";
    static final String ATTEMPTS = "consign_attempts";
    static final String FAILED_AT = "consign_failed_at";
    static final String ORDER_NO = "consign_order_no";
    static final String PAYMENT_NO = "consign_payment_no";

    /// Who sent the original, as the broker authenticated it.
    static final String SENT_BY = "consign_sent_by";

    /// TEXT, BYTES … of the original; differs from the letter's only for an ObjectMessage, whose
    /// bytes travel as bytes.
    static final String BODY_TYPE = "consign_body_type";

    /// Of a body that was not read.
    static final String BODY_SIZE = "consign_body_size";

    static final String BODY_SHA256 = "consign_body_sha256";

    /// Of a message sent again: the queue it failed in, and who had sent it there first. Only our
    /// own word counts for either, and neither is ever taken over from a letter.
    static final String REQUEUED_FROM = "consign_requeued_from";

    static final String REQUEUED_SENT_BY = "consign_requeued_sent_by";

    static final String BROKER_ORIGIN_QUEUE = "_AMQ_ORIG_QUEUE";
    static final String BROKER_ORIGIN_ID = "_AMQ_ORIG_MESSAGE_ID";

    /// What describes one failure and must not travel with the next attempt.
    static final Set<String> OF_THE_FAILURE =
            Set.of(
                    CAUSE,
                    DETAIL,
                    STACK,
                    ORIGIN_QUEUE,
                    ATTEMPTS,
                    FAILED_AT,
                    SENT_BY,
                    BODY_TYPE,
                    BODY_SIZE,
                    BODY_SHA256,
                    REQUEUED_FROM,
                    REQUEUED_SENT_BY,
                    ORDER_NO,
                    PAYMENT_NO);

    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private DeadLetterHeaders() {}

    /// Whether the sender gave the property, and not the broker or the client library. The
    /// duplicate id is among the latter: a letter that carried it would be refused by the broker,
    /// and with it the whole session it is sent in.
    static boolean ofTheSender(String name) {
        return !name.startsWith("_AMQ") && !name.startsWith("JMS") && !name.startsWith("__");
    }

    /// Whether a requeued message carries it again. Its id it is given anew, the same one.
    static boolean mayTravelAgain(String name) {
        return ofTheSender(name)
                && !OF_THE_FAILURE.contains(name)
                && !name.equals(MESSAGE_ID)
                && PROPERTY.matcher(name).matches();
    }
}
