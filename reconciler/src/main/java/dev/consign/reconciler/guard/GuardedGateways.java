package dev.consign.reconciler.guard;

import dev.consign.gateway.GatewayClient;
import dev.consign.id.GatewayCode;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Every gateway that is configured, each behind its own guard: one that is unwell does not slow
/// the others down.
public final class GuardedGateways {
    private final Map<GatewayCode, GuardedGateway> gateways = new TreeMap<>();

    /// @param settings by gateway code
    /// @throws RefusedToStart when a gateway has no settings
    public GuardedGateways(
            Collection<GatewayClient> gateways, Map<String, GuardSettings> settings) {
        for (var gateway : gateways) {
            var guard = settings.get(gateway.code().value());
            if (guard == null) {
                throw new RefusedToStart("consign.guard.%s is not set".formatted(gateway.code()));
            }
            this.gateways.put(gateway.code(), new GuardedGateway(gateway, guard));
        }
    }

    /// @return how long a question may wait for its turn at any of them
    public Duration longestWait() {
        return gateways.values().stream()
                .map(GuardedGateway::longestWait)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /// @return empty when no gateway of this name is configured
    public Optional<GuardedGateway> named(GatewayCode code) {
        return Optional.ofNullable(gateways.get(code));
    }

    /// @return those not to be asked now
    public List<GatewayCode> leftAlone() {
        return gateways.entrySet().stream()
                .filter(entry -> entry.getValue().leftAlone())
                .map(Map.Entry::getKey)
                .toList();
    }
}
