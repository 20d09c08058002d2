package dev.consign.notify.delivery;

import java.util.Locale;

/// The kinds of those who are told; each has its own threads, schedule and limits.
public enum SinkKind {
    /// The shop, by one webhook.
    SHOP("the shop"),
    /// The consignor whose goods were sold, by webhooks of its own.
    CONSIGNOR("the consignor"),
    /// The buyer, by mail.
    MAIL("the buyer");

    private final String who;

    SinkKind(String who) {
        this.who = who;
    }

    String who() {
        return who;
    }

    /// As a label of a metric.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
