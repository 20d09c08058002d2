package dev.consign.processor.backoffice.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.notify.webhook.WebhookRefusal;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the API says of each refusal.
class WebhookProblemsTest {
    @ParameterizedTest
    @MethodSource
    void each_refusal_has_its_code(WebhookRefusal refusal, String said) {
        var problem = new WebhookProblems().of(refusal);
        assertThat(
                        "%d %s: %s"
                                .formatted(
                                        problem.status().value(), problem.code(), problem.detail()))
                .isEqualTo(said);
    }

    static Stream<Arguments> each_refusal_has_its_code() {
        return Stream.of(
                Arguments.of(
                        new WebhookRefusal.TooMany(3),
                        "409 too_many_webhooks: A consignor has at most 3 webhooks; delete one first."),
                Arguments.of(
                        new WebhookRefusal.AlreadyThere(),
                        "409 webhook_exists: This consignor has this url already; delete it to have a new secret."),
                Arguments.of(
                        new WebhookRefusal.UrlRefused("is no https address"),
                        "400 webhook_url_refused: The url is no https address."),
                Arguments.of(
                        new WebhookRefusal.ShopHasNoAddress(),
                        "409 shop_has_no_address: The shop is not told anything: CONSIGN_NOTIFY_URL is not set."));
    }
}
