package dev.consign.processor.shop;

import dev.consign.sql.RefusedToStart;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// What placing an order needs to know; nothing has a default here.
///
/// @param timeToPay from placing to expiry
/// @param mostReservedPerBuyer pieces one buyer may hold in unpaid orders
/// @param gatewayUnavailableAfter failed calls of ten after which a gateway is left alone
/// @param gatewayPause how long it is left alone
/// @param slowCall a call that takes longer counts as failed
/// @param returnHosts the shop's own, where buyers may be led after paying; none when null
@ConfigurationProperties("consign.orders")
public record ShopSettings(
        Duration timeToPay,
        int mostReservedPerBuyer,
        int gatewayUnavailableAfter,
        Duration gatewayPause,
        Duration slowCall,
        @Nullable List<String> returnHosts) {
    /// @throws RefusedToStart naming what is missing
    public ShopSettings {
        positive("time-to-pay", timeToPay);
        positive("gateway-pause", gatewayPause);
        positive("slow-call", slowCall);
        if (gatewayUnavailableAfter < 1 || gatewayUnavailableAfter > 10) {
            throw new RefusedToStart(
                    "consign.orders.gateway-unavailable-after must be from 1 to 10");
        }
    }

    /// @throws RefusedToStart naming one that is none
    ReturnHosts ownHosts() {
        return new ReturnHosts(
                returnHosts == null
                        ? List.of()
                        : returnHosts.stream().filter(host -> !host.isBlank()).toList());
    }

    /// Where gateways post to.
    static URI publicUrl(@Nullable String text) {
        try {
            var url = URI.create(text == null ? "" : text.strip());
            if (url.getHost() != null && String.valueOf(url.getScheme()).matches("https?")) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // Answered below.
        }
        throw new RefusedToStart("CONSIGN_PUBLIC_URL must be an http or https URL");
    }

    private static void positive(String name, @Nullable Duration value) {
        if (value == null || !value.isPositive()) {
            throw new RefusedToStart(
                    "consign.orders.%s must be set and longer than nothing".formatted(name));
        }
    }
}
