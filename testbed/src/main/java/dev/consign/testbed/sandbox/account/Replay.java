package dev.consign.testbed.sandbox.account;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Collects what the journal says: the last word on every payment, and what is still to be told.
public final class Replay implements Consumer<Entry> {
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final Map<String, Tombstone> tombstones = new LinkedHashMap<>();
    private final Map<String, Event> events = new LinkedHashMap<>();
    private final Map<String, String> undelivered = new LinkedHashMap<>();

    @Override
    public void accept(Entry entry) {
        switch (entry) {
            case Entry.PaymentChanged(var payment) -> payments.put(payment.paymentNo(), payment);
            case Entry.ClosedUnseen(var tombstone) ->
                    tombstones.put(tombstone.paymentNo(), tombstone);
            case Entry.EventMade(var event) -> events.put(event.key(), event);
            case Entry.DeliveryOrdered(var delivery, var key) -> undelivered.put(delivery, key);
            case Entry.DeliveryEnded(var delivery, _) -> undelivered.remove(delivery);
        }
    }

    Map<String, Payment> payments() {
        return payments;
    }

    Map<String, Tombstone> tombstones() {
        return tombstones;
    }

    public Map<String, Event> events() {
        return events;
    }

    /// @return key of the event by number of the delivery
    public Map<String, String> undelivered() {
        return undelivered;
    }
}
