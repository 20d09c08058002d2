package dev.consign.processor.mail;

import dev.consign.message.Notification;
import dev.consign.processor.delivery.Channel;
import dev.consign.processor.delivery.Delivery;
import dev.consign.processor.delivery.DeliveryResult;
import dev.consign.processor.delivery.SinkKind;
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
