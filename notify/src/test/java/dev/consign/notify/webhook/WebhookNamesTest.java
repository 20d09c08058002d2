package dev.consign.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.consign.engine.MoneyPath;
import dev.consign.notify.delivery.Sender;
import dev.consign.notify.notification.TakenIn;
import dev.consign.notify.webhook.address.Resolver;
import dev.consign.platform.refusal.Refused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Whoever registers webhooks could ask for one name after the other (issue 11, number 17).
class WebhookNamesTest {
    private static final MoneyPath PATH = new MoneyPath();

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void a_name_of_ours_is_refused_in_the_same_words_as_one_that_nobody_knows() {
        Resolver ours =
                host -> {
                    if (host.equals("ledger.internal.example")) {
                        return new InetAddress[] {InetAddress.ofLiteral("10.1.2.3")};
                    }
                    throw new UnknownHostException(host);
                };
        try (var webhooks =
                new Webhooks(new Sender(PATH), Webhooks.settings(3, Duration.ofHours(1)), ours)) {
            var consignor = webhooks.consignorOf(TakenIn.completed(PATH));
            var refusals =
                    List.of("ledger.internal.example", "nothing.internal.example", "10.1.2.3")
                            .stream()
                            .map(host ->
                                    catchThrowableOfType(
                                            Refused.class,
                                            () ->
                                                    webhooks.registration()
                                                            .add(
                                                                    consignor,
                                                                    "https://" + host + "/hook",
                                                                    "shop:test")))
                            .map(Refused::refusal)
                            .distinct()
                            .toList();

            assertThat(refusals)
                    .containsExactly(
                            new WebhookRefusal.UrlRefused("leads to no address that is public"));
        }
    }
}
