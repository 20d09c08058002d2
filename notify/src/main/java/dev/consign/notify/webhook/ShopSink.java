package dev.consign.notify.webhook;

import dev.consign.message.Notification;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Delivery;
import dev.consign.notify.delivery.DeliveryResult;
import dev.consign.notify.delivery.SinkKind;
import dev.consign.notify.webhook.address.Resolver;
import dev.consign.notify.webhook.address.WebhookUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/// Tells the shop of every notification there is. Its address is the operator's own and may lead
/// anywhere.
@Component
@Conditional(ShopHasAddress.class)
final class ShopSink implements Channel {
    static final String TARGET = "shop";

    private final WebhookUrl target;
    private final Signatures signatures;
    private final WebhookClient post;
    private final Resolver resolver;
    private final Duration longestRetryAfter;

    ShopSink(WebhookSettings settings, WebhookClient post, Resolver resolver) {
        this.target = settings.shop().orElseThrow();
        this.signatures = new Signatures(settings.secrets());
        this.post = post;
        this.resolver = resolver;
        this.longestRetryAfter = settings.longestRetryAfter();
    }

    @Override
    public SinkKind kind() {
        return SinkKind.SHOP;
    }

    @Override
    public List<Recipient> recipients(Collection<Notification> notifications) {
        return notifications.stream().map(one -> new Recipient(one, TARGET)).toList();
    }

    @Override
    public DeliveryResult deliver(Delivery delivery) throws IOException {
        var reply =
                tell(
                        delivery.notificationId(),
                        EventBody.forShop(delivery.notification()),
                        delivery.attempts());
        return reply.success()
                ? new DeliveryResult.Taken(reply.text())
                : new DeliveryResult.Failed(reply.text(), reply.pause(longestRetryAfter));
    }

    /// @param attempts made before this one, each at the next of its addresses
    WebhookClient.Reply tell(String id, String body, int attempts) throws IOException {
        var addresses = resolver.resolve(target.host());
        return post.post(target, addresses[attempts % addresses.length], id, body, signatures);
    }
}
