package dev.consign.sql.start;

import dev.consign.sql.RefusedToStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/// The gateways a program is told to reach, one entry a merchant account:
/// `consign.gateways.NAME.type` says which protocol is spoken there, and the name is what an order
/// says and what stands in the callback's path. The sandbox needs no type; it is left out when
/// nothing of it is set and another gateway is there.
public final class GatewayAccounts {
    private static final String PREFIX = "consign.gateways";
    private static final String SANDBOX = "sandbox";

    private GatewayAccounts() {}

    /// What is looked at here; the rest is the gateway's own.
    record Entry(
            @Nullable String type,
            @Nullable String url,
            @Nullable String apiKey,
            @Nullable String webhookSecrets) {
        private boolean isTyped() {
            return type != null && !type.isBlank();
        }

        private boolean isTouched() {
            return Stream.of(type, url, apiKey, webhookSecrets)
                    .anyMatch(text -> text != null && !text.isBlank());
        }
    }

    /// @return the names of all accounts; every one is a sandbox's, since nothing else is known yet
    /// @throws RefusedToStart when a type is not known, naming every one
    public static List<String> sandboxes(Environment environment) {
        var entries =
                new TreeMap<>(
                        Binder.get(environment)
                                .bind(PREFIX, Bindable.mapOf(String.class, Entry.class))
                                .orElse(Map.of()));
        var names = new ArrayList<String>();
        var checks = new ArrayList<Runnable>();
        var others =
                entries.entrySet().stream()
                        .anyMatch(one -> !one.getKey().equals(SANDBOX) && one.getValue().isTyped());
        entries.forEach((name, entry) -> {
            if (name.equals(SANDBOX) ? !others || entry.isTouched() : entry.isTyped()) {
                names.add(name);
                checks.add(() -> requireKnown(name, entry.type()));
            }
        });
        Settings.together(checks);
        return List.copyOf(names);
    }

    private static void requireKnown(String name, @Nullable String type) {
        if (type != null && !type.isBlank() && !type.equals(SANDBOX)) {
            throw new RefusedToStart(
                    "%s.%s.type is none that is known here; it may be %s"
                            .formatted(PREFIX, name, SANDBOX));
        }
    }
}
