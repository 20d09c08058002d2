package dev.consign.notify.delivery;

import dev.consign.platform.worker.BackOff;
import dev.consign.platform.worker.WorkerLoop;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How deliveries are made; every value must be set.
///
/// @param poll how often the table is looked at
/// @param longestPause between looks while the database is down
/// @param shop of the shop's one webhook
/// @param consignor of all consignors' webhooks together
/// @param mail of all mail together
@ConfigurationProperties("consign.notifications")
public record DeliverySettings(
        Duration poll, Duration longestPause, Limits shop, Limits consignor, Limits mail) {
    /// @throws RefusedToStart when a value is missing or out of range, in one sentence
    public DeliverySettings {
        DatabaseSettings.positive(poll, "consign.notifications.poll");
        DatabaseSettings.positive(longestPause, "consign.notifications.longest-pause");
        check("shop", shop);
        check("consignor", consignor);
        check("mail", mail);
    }

    Limits of(SinkKind kind) {
        return switch (kind) {
            case SHOP -> shop;
            case CONSIGNOR -> consignor;
            case MAIL -> mail;
        };
    }

    /// Of the loop over one kind of sink.
    WorkerLoop.Pace pace(Limits limits) {
        return WorkerLoop.Pace.alone(
                poll, BackOff.steady(longestPause), longestPause, limits.lease());
    }

    private static void check(String sink, @Nullable Limits limits) {
        if (limits == null) {
            throw new RefusedToStart("consign.notifications.%s is not set".formatted(sink));
        }
        limits.check("consign.notifications." + sink + ".");
    }

    /// Of one kind of sink.
    ///
    /// @param concurrency deliveries under way at once, 1 to 256
    /// @param perTarget of them to one and the same target
    /// @param limit for one attempt from its first byte to its last
    /// @param lease how long a claimed delivery is left alone by others
    /// @param attempts before it is given up, 1 to 1000
    /// @param firstRetry wait after the first failure
    /// @param longestRetry no wait is longer
    public record Limits(
            int concurrency,
            int perTarget,
            Duration limit,
            Duration lease,
            int attempts,
            Duration firstRetry,
            Duration longestRetry) {
        BackOff backOff() {
            return BackOff.doubling(firstRetry, longestRetry);
        }

        private void check(String prefix) {
            refuseIf(concurrency < 1 || concurrency > 256, prefix + "concurrency must be 1 to 256");
            refuseIf(
                    perTarget < 1 || perTarget > concurrency,
                    prefix + "per-target must be 1 to concurrency");
            refuseIf(attempts < 1 || attempts > 1000, prefix + "attempts must be 1 to 1000");
            DatabaseSettings.positive(limit, prefix + "limit");
            DatabaseSettings.positive(lease, prefix + "lease");
            DatabaseSettings.positive(firstRetry, prefix + "first-retry");
            DatabaseSettings.positive(longestRetry, prefix + "longest-retry");
            refuseIf(longestRetry.compareTo(firstRetry) < 0, prefix + "longest-retry is too short");
            refuseIf(
                    lease.compareTo(limit.multipliedBy(2)) < 0,
                    prefix
                            + "lease must be at least twice limit, or a second sender sends what"
                            + " the first is still sending");
        }

        private static void refuseIf(boolean wrong, String sentence) {
            if (wrong) {
                throw new RefusedToStart(sentence);
            }
        }
    }
}
