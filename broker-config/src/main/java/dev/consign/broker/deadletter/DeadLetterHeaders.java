package dev.consign.broker.deadletter;

import java.util.Set;
import java.util.regex.Pattern;

/// The message properties by which a consumer tells the drain what went wrong. A letter that the
/// broker itself put aside has none of them but the origin the broker notes.
public final class DeadLetterHeaders {
    public static final String CAUSE = "consign_cause";
    public static final String DETAIL = "consign_detail";
    public static final String STACK = "consign_stack";
    public static final String ORIGIN_QUEUE = "consign_origin_queue";
    public static final String MESSAGE_ID = "consign_message_id";
    public static final String ATTEMPTS = "consign_attempts";
    public static final String FAILED_AT = "consign_failed_at";
    public static final String ORDER_NO = "consign_order_no";
    public static final String PAYMENT_NO = "consign_payment_no";

    /// Who sent the original, as the broker authenticated it.
    public static final String SENT_BY = "consign_sent_by";

    /// TEXT, BYTES … of the original; differs from the letter's only for an ObjectMessage, whose
    /// bytes travel as bytes.
    public static final String BODY_TYPE = "consign_body_type";

    /// Of a body that was not read.
    public static final String BODY_SIZE = "consign_body_size";

    public static final String BODY_SHA256 = "consign_body_sha256";

    /// Of a message sent again: the queue it failed in, and who had sent it there first. Only our
    /// own word counts for either, and neither is ever taken over from a letter.
    public static final String REQUEUED_FROM = "consign_requeued_from";

    public static final String REQUEUED_SENT_BY = "consign_requeued_sent_by";

    public static final String BROKER_ORIGIN_QUEUE = "_AMQ_ORIG_QUEUE";
    public static final String BROKER_ORIGIN_ID = "_AMQ_ORIG_MESSAGE_ID";

    /// What describes one failure and must not travel with the next attempt.
    public static final Set<String> OF_THE_FAILURE =
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
    public static boolean ofTheSender(String name) {
        return !name.startsWith("_AMQ") && !name.startsWith("JMS") && !name.startsWith("__");
    }

    /// Whether a requeued message carries it again. Its id it is given anew, the same one.
    public static boolean mayTravelAgain(String name) {
        return ofTheSender(name)
                && !OF_THE_FAILURE.contains(name)
                && !name.equals(MESSAGE_ID)
                && PROPERTY.matcher(name).matches();
    }
}
