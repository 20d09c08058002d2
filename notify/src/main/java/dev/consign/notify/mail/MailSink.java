package dev.consign.notify.mail;

import dev.consign.message.Notification;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Delivery;
import dev.consign.notify.delivery.DeliveryResult;
import dev.consign.notify.delivery.SinkKind;
import java.util.Collection;
import java.util.List;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/// Writes to buyers whose address the shop has told us. It is read when the letter is sent: an
/// address that was taken back in between gets none.
@Component
@Conditional(HasMailServer.class)
final class MailSink implements Channel {
    private final Contacts contacts;
    private final MailSender postman;

    MailSink(Contacts contacts, MailSender postman) {
        this.contacts = contacts;
        this.postman = postman;
    }

    @Override
    public SinkKind kind() {
        return SinkKind.MAIL;
    }

    @Override
    public List<Recipient> recipients(Collection<Notification> notifications) {
        var known =
                contacts.known(
                        notifications.stream()
                                .map(one -> one.buyerId().value())
                                .distinct()
                                .toList());
        return notifications.stream()
                .filter(one -> known.contains(one.buyerId().value()))
                .map(one -> new Recipient(one, one.buyerId().value()))
                .toList();
    }

    @Override
    public DeliveryResult deliver(Delivery delivery) {
        var address = contacts.of(delivery.target());
        if (address.isEmpty()) {
            return new DeliveryResult.Withdrawn("the buyer has no address any more");
        }
        return postman.send(delivery.id(), address.get(), MailText.of(delivery.notification()));
    }
}
