package dev.consign.notify.webhook;

import dev.consign.id.ConsignorId;
import dev.consign.notify.webhook.Endpoint.Status;
import dev.consign.notify.webhook.address.SsrfGuard;
import dev.consign.notify.webhook.address.UnsafeTarget;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.Window;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.sql.SqlFailure;
import dev.consign.sql.Transactions;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Lets consignors' webhooks in and out: where one leads is checked before it is stored, its secret
/// is shown once, and whoever changes one is audited in the same transaction.
@Component
public final class WebhookService {
    private final WebhookRepository endpoints;
    private final SsrfGuard guard;
    private final Audit audit;
    private final Transactions transactions;
    private final SecureRandom random = new SecureRandom();
    private final int most;

    WebhookService(
            WebhookRepository endpoints,
            SsrfGuard guard,
            Audit audit,
            Transactions transactions,
            WebhookSettings settings) {
        this.endpoints = endpoints;
        this.guard = guard;
        this.audit = audit;
        this.transactions = transactions;
        this.most = settings.mostPerConsignor();
    }

    /// @throws Refused when the url is refused, there already, or one too many
    public Endpoint add(ConsignorId consignor, String url, String actor) {
        var host = checked(url);
        var secret = Signatures.next(random);
        try {
            return transactions.call(() -> {
                if (!endpoints.lockConsignor(consignor)) {
                    throw new Refused(new NotFound("consignor " + consignor));
                }
                if (endpoints.of(consignor).size() >= most) {
                    throw new Refused(new WebhookRefusal.TooMany(most));
                }
                var added = endpoints.add(consignor, url, secret);
                audit.write(
                        actor, "WEBHOOK_ADD", added.webhookId(), host, null, Status.ENABLED.name());
                return added;
            });
        } catch (DataAccessException e) {
            if (SqlFailure.of(e) == SqlFailure.DUPLICATE) {
                throw new Refused(new WebhookRefusal.AlreadyThere());
            }
            throw e;
        }
    }

    /// Oldest first; empty, too, when there is no such consignor.
    public KeysetPage<Endpoint> page(ConsignorId consignor, Window window) {
        return transactions.call(() -> endpoints.page(consignor, window));
    }

    /// One that is enabled stays so.
    ///
    /// @throws Refused when there is no such webhook of this consignor
    public Endpoint enable(ConsignorId consignor, String webhookId, String actor) {
        return transactions.call(() -> {
            if (endpoints.enable(consignor, webhookId)) {
                audit.write(
                        actor,
                        "WEBHOOK_ENABLE",
                        webhookId,
                        "enabled by hand",
                        Status.DISABLED.name(),
                        Status.ENABLED.name());
            }
            return endpoints
                    .find(webhookId)
                    .filter(one -> one.consignor().equals(consignor))
                    .orElseThrow(() -> new Refused(new NotFound("such webhook")));
        });
    }

    /// @throws Refused when there is no such webhook of this consignor
    public void delete(ConsignorId consignor, String webhookId, String actor) {
        transactions.run(() -> {
            if (!endpoints.delete(consignor, webhookId)) {
                throw new Refused(new NotFound("such webhook"));
            }
            audit.write(actor, "WEBHOOK_DELETE", webhookId, "deleted by hand");
        });
    }

    /// @return the host and port that it leads to
    private String checked(String url) {
        try {
            var target = guard.target(url);
            var _ = guard.addresses(target);
            return target.authority();
        } catch (UnknownHostException _) {
            // In the very words of a private one: whoever asks about names learns none of ours.
            throw refused(SsrfGuard.NOT_PUBLIC);
        } catch (UnsafeTarget e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static Refused refused(String why) {
        return new Refused(new WebhookRefusal.UrlRefused(why));
    }
}
