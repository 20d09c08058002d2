package dev.consign.notify.webhook;

import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.message.EventType;
import dev.consign.notify.delivery.DeliveryAttempt;
import dev.consign.notify.delivery.DeliveryResult;
import dev.consign.notify.webhook.address.SsrfGuard;
import dev.consign.notify.webhook.address.UnsafeTarget;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.sql.Transactions;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.stereotype.Component;

/// Posts an event of no meaning, signed like any other, and says at once what came of it: whoever
/// sets up a webhook need not wait for somebody to buy. It is sent once, is no delivery, and counts
/// neither for nor against the webhook; a disabled one is tried, too.
@Component
public final class TestEvents {
    private static final int LONGEST_ANSWER = 200;

    private final Optional<ShopSink> shop;
    private final ConsignorSink consignors;
    private final WebhookRepository endpoints;
    private final Audited audited;
    private final IdSource ids;
    private final Duration limit;

    /// @param shop empty when the shop is not told anything
    TestEvents(
            Optional<ShopSink> shop,
            ConsignorSink consignors,
            WebhookRepository endpoints,
            Audited audited,
            IdSource ids,
            WebhookSettings settings) {
        this.shop = shop;
        this.consignors = consignors;
        this.endpoints = endpoints;
        this.audited = audited;
        this.ids = ids;
        this.limit = settings.longestAttempt();
    }

    /// @param actor who wants it
    /// @throws Refused when the shop has no address
    public Tested toShop(String actor) throws InterruptedException {
        var sink = shop.orElseThrow(() -> new Refused(new WebhookRefusal.ShopHasNoAddress()));
        audited.transactions.run(() -> audit(actor, ShopSink.TARGET));
        var id = ids.next(NumberPrefix.TEST_EVENT);
        return tested(id, () -> answer(sink.tell(id, body(ShopSink.TARGET), 0)));
    }

    /// @param actor who wants it
    /// @throws Refused when there is no such webhook of this consignor
    public Tested toConsignor(ConsignorId consignor, String webhookId, String actor)
            throws InterruptedException {
        var endpoint =
                audited.transactions.call(() -> {
                    var found =
                            endpoints
                                    .find(webhookId)
                                    .filter(one -> one.consignor().equals(consignor))
                                    .orElseThrow(() -> new Refused(new NotFound("such webhook")));
                    audit(actor, webhookId);
                    return found;
                });
        var id = ids.next(NumberPrefix.TEST_EVENT);
        return tested(id, () -> answer(consignors.tell(endpoint, id, body(webhookId), 0)));
    }

    private void audit(String actor, String target) {
        audited.audit.write(actor, "WEBHOOK_TEST", target, "a test event was to be sent");
    }

    private String body(String target) {
        return EventBody.test(target, audited.clock.instant());
    }

    private Tested tested(String id, Callable<DeliveryResult> telling) throws InterruptedException {
        var answer = DeliveryAttempt.at("webhook-test-" + id, () -> quietly(telling), limit);
        var text = answer.text();
        return new Tested(
                id,
                EventType.WEBHOOK_TEST.word(),
                answer instanceof DeliveryResult.Taken,
                text.length() > LONGEST_ANSWER ? text.substring(0, LONGEST_ANSWER) : text);
    }

    /// A name that nobody knows and one that leads to us are told in the same words.
    private static DeliveryResult quietly(Callable<DeliveryResult> telling) throws Exception {
        try {
            return telling.call();
        } catch (UnknownHostException _) {
            return new DeliveryResult.Failed("the url " + SsrfGuard.NOT_PUBLIC);
        } catch (UnsafeTarget e) {
            return new DeliveryResult.Failed("the url " + e.getMessage());
        }
    }

    private static DeliveryResult answer(WebhookClient.Reply reply) {
        return reply.success()
                ? new DeliveryResult.Taken(reply.text())
                : new DeliveryResult.Failed(reply.text());
    }

    /// Where it is kept that somebody wanted it, and when.
    @Component
    record Audited(Audit audit, Transactions transactions, InstantSource clock) {}

    /// What came of it.
    ///
    /// @param eventId the `webhook-id` it was sent under
    /// @param taken whether the other side answered 2xx
    /// @param answer what it said, or why it said nothing
    public record Tested(String eventId, String type, boolean taken, String answer) {}
}
