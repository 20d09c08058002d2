package dev.consign.notify.webhook;

import dev.consign.message.EventType;
import dev.consign.message.Notification;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Delivery;
import dev.consign.notify.delivery.DeliveryResult;
import dev.consign.notify.delivery.SinkKind;
import dev.consign.notify.webhook.WebhookRepository.Told;
import dev.consign.notify.webhook.address.SsrfGuard;
import dev.consign.order.OrderStatus;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Tells consignors what became of their goods, by their own webhooks: of an order that was never
/// delivered they hear nothing, also when late money of it goes back, nor of a second payment's way
/// back, nor that a refund came back: their account stays as it was, since the buyer gets the money
/// another way. Where a webhook leads is checked again for every delivery, on the very address that
/// is then connected to.
@Component
final class ConsignorSink implements Channel {
    private static final int GONE = 410;

    private final WebhookRepository endpoints;
    private final ConsignorMessages messages;
    private final SsrfGuard guard;
    private final WebhookClient post;
    private final WebhookSettings settings;
    private final InstantSource clock;

    ConsignorSink(
            WebhookRepository endpoints,
            ConsignorMessages messages,
            SsrfGuard guard,
            WebhookClient post,
            WebhookSettings settings,
            InstantSource clock) {
        this.endpoints = endpoints;
        this.messages = messages;
        this.guard = guard;
        this.post = post;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public SinkKind kind() {
        return SinkKind.CONSIGNOR;
    }

    @Override
    public List<Recipient> recipients(Collection<Notification> notifications) {
        var concerned =
                notifications.stream()
                        .filter(one -> concernsConsignor(one.status()))
                        .filter(one -> one.type() != EventType.REFUND_RETURNED)
                        .toList();
        var orders = concerned.stream().map(one -> one.orderNo().value()).distinct().toList();
        var refunds = concerned.stream().flatMap(one -> refund(one).stream()).toList();
        Map<String, List<Told>> webhooks =
                endpoints.recipients(orders, refunds).stream()
                        .collect(Collectors.groupingBy(Told::orderNo));
        return concerned.stream()
                .flatMap(one ->
                        webhooks.getOrDefault(one.orderNo().value(), List.of()).stream()
                                .filter(told ->
                                        refund(one)
                                                .map(no -> no.equals(told.refundNo()))
                                                .orElse(true))
                                .map(Told::webhookId)
                                .distinct()
                                .map(webhook -> new Recipient(one, webhook)))
                .toList();
    }

    /// The number of a refund that is told of by itself.
    private static Optional<String> refund(Notification told) {
        return Optional.ofNullable(told.refund())
                .filter(_ -> told.type() == EventType.REFUND_SUCCEEDED)
                .map(part -> part.refundNo().value());
    }

    @Override
    public DeliveryResult deliver(Delivery delivery) throws IOException {
        var found = endpoints.find(delivery.target());
        if (found.isEmpty()) {
            return new DeliveryResult.Withdrawn("the webhook was deleted");
        }
        var endpoint = found.get();
        return switch (endpoint.status()) {
            case DISABLED -> new DeliveryResult.Held("the webhook is disabled");
            case ENABLED ->
                    answer(
                            tell(
                                    endpoint,
                                    delivery.notificationId(),
                                    messages.body(delivery.notification()),
                                    delivery.attempts()));
        };
    }

    /// @param attempts made before this one, each at the next of its addresses
    WebhookClient.Reply tell(Endpoint endpoint, String id, String body, int attempts)
            throws IOException {
        var target = guard.target(endpoint.url());
        var addresses = guard.addresses(target);
        return post.post(
                target,
                addresses.get(attempts % addresses.size()),
                id,
                body,
                new Signatures(List.of(endpoint.secret())));
    }

    @Override
    public void answered(Delivery delivery, DeliveryResult answer) {
        var webhook = delivery.target();
        endpoints.lock(webhook);
        switch (answer) {
            case DeliveryResult.Taken _ -> endpoints.works(webhook);
            case DeliveryResult.Failed(var text, _) -> fails(webhook, text);
            case DeliveryResult.Refused(var text) -> fails(webhook, text);
            case DeliveryResult.Gone(var text) ->
                    endpoints.disable(webhook, "it wants no more messages (" + text + ")");
            case DeliveryResult.Held _, DeliveryResult.Withdrawn _ -> {}
        }
    }

    private void fails(String webhook, String text) {
        endpoints.fails(
                webhook,
                settings.disableAfterFailures(),
                clock.instant().minus(settings.disableAfter()),
                text);
    }

    private DeliveryResult answer(WebhookClient.Reply reply) {
        if (reply.success()) {
            return new DeliveryResult.Taken(reply.text());
        }
        return reply.status() == GONE
                ? new DeliveryResult.Gone(reply.text())
                : new DeliveryResult.Failed(
                        reply.text(), reply.pause(settings.longestRetryAfter()));
    }

    private static boolean concernsConsignor(OrderStatus status) {
        return switch (status) {
            case COMPLETED, REFUNDED -> true;
            case AWAITING_PAYMENT, PROCESSING, FAILED, CANCELLED, EXPIRED, IN_REVIEW -> false;
        };
    }
}
