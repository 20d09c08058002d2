package dev.consign.notify.mail;

import dev.consign.message.Notification;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Delivery;
import dev.consign.notify.delivery.DeliveryResult;
import dev.consign.notify.delivery.SinkKind;
import java.util.Collection;
import java.util.List;

/// Takes everything at once.
final class Deaf implements Channel {
    @Override
    public SinkKind kind() {
        return SinkKind.SHOP;
    }

    @Override
    public List<Recipient> recipients(Collection<Notification> notifications) {
        return notifications.stream().map(one -> new Recipient(one, "shop")).toList();
    }

    @Override
    public DeliveryResult deliver(Delivery delivery) {
        return new DeliveryResult.Taken("yes");
    }
}
