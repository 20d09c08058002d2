package dev.consign.broker;

/// The queues of broker.xml, by their exact names: no client creates one, so a misspelt name is
/// refused.
public enum QueueName {
    PAYMENT_CALLBACK("consign.payment.callback"),
    PAYMENT_REISSUE("consign.payment.reissue"),
    NOTIFICATION("consign.notification"),
    DEAD_LETTER("consign.dead-letter");

    private final String address;

    QueueName(String address) {
        this.address = address;
    }

    /// The name on the broker; queue and address are called the same.
    public String address() {
        return address;
    }
}
