package dev.consign.gateway.registry;

import dev.consign.gateway.account.AccountSettings;
import dev.consign.gateway.account.GatewayKind;
import dev.consign.gateway.account.GatewayPart;
import dev.consign.gateway.account.NeededSetting;
import dev.consign.gateway.sandbox.SandboxKind;
import dev.consign.sql.RefusedToStart;
import dev.consign.sql.start.Settings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/// The gateways a program is told to reach, one entry a merchant account:
/// `consign.gateways.NAME.type` says which protocol is spoken there, and the name is what an order
/// says and what stands in the callback's path. An account that is called as its kind needs no
/// type; where nothing at all is set, the sandbox is meant. What a program does not need of an
/// account is not looked at, whether it is set or not.
public final class GatewayAccounts {
    private static final String PREFIX = "consign.gateways";
    private static final GatewayKind SANDBOX = new SandboxKind();
    private static final List<GatewayKind> KINDS = List.of(SANDBOX);

    private final Map<String, GatewayKind> accounts;
    private final Settings settings;
    private final List<GatewayPart> parts;

    private GatewayAccounts(
            Map<String, GatewayKind> accounts, Settings settings, Set<GatewayPart> parts) {
        this.accounts = accounts;
        this.settings = settings;
        this.parts = parts.stream().sorted().toList();
    }

    /// What is looked at here; the rest is the gateway's own.
    record Entry(@Nullable String type) {}

    /// @param parts what the program wants of each
    /// @throws RefusedToStart when a type is not known, naming every one
    public static GatewayAccounts read(
            Environment environment, Settings settings, Set<GatewayPart> parts) {
        var binder = Binder.get(environment);
        var types = new TreeMap<String, String>();
        binder.bind(PREFIX, Bindable.mapOf(String.class, Entry.class))
                .orElse(Map.of())
                .forEach((name, entry) -> {
                    var type = entry.type();
                    if (type != null && !type.isBlank()) {
                        types.put(name, type);
                    }
                });
        for (var kind : KINDS) {
            if (isTouched(binder, kind, parts)) {
                types.putIfAbsent(kind.type(), kind.type());
            }
        }
        if (types.isEmpty()) {
            types.put(SANDBOX.type(), SANDBOX.type());
        }
        var accounts = new TreeMap<String, GatewayKind>();
        Settings.together(
                types.entrySet().stream()
                        .<Runnable>map(one ->
                                () ->
                                        accounts.put(
                                                one.getKey(), kind(one.getKey(), one.getValue())))
                        .toList());
        return new GatewayAccounts(accounts, settings, parts);
    }

    private static boolean isTouched(Binder binder, GatewayKind kind, Set<GatewayPart> parts) {
        return parts.stream()
                .flatMap(part -> kind.needed(part).stream())
                .map(needed -> String.join(".", PREFIX, kind.type(), needed.property()))
                .anyMatch(property -> !binder.bind(property, String.class).orElse("").isBlank());
    }

    private static GatewayKind kind(String account, String type) {
        return KINDS.stream()
                .filter(kind -> kind.type().equals(type))
                .findFirst()
                .orElseThrow(() ->
                        new RefusedToStart(
                                "%s.%s.type is none that is known here; it may be %s"
                                        .formatted(
                                                PREFIX,
                                                account,
                                                KINDS.stream()
                                                        .map(GatewayKind::type)
                                                        .collect(Collectors.joining(" or ")))));
    }

    /// What must be set of every account, each for itself.
    public List<Runnable> needed() {
        var checks = new ArrayList<Runnable>();
        accounts.forEach((name, kind) -> {
            var account = account(name, kind);
            for (var part : parts) {
                for (NeededSetting needed : kind.needed(part)) {
                    checks.add(() -> account.require(needed));
                }
            }
        });
        return checks;
    }

    /// What the settings of every account must agree in, each for itself.
    public List<Runnable> typed() {
        var checks = new ArrayList<Runnable>();
        accounts.forEach((name, kind) -> {
            var account = account(name, kind);
            parts.forEach(part -> checks.add(() -> kind.check(account, part)));
        });
        return checks;
    }

    /// @param clock only for the time of facts that a gateway gives none
    /// @throws RefusedToStart when `typed` would refuse
    public GatewayRegistry open(InstantSource clock) {
        Settings.together(typed());
        return new GatewayRegistry(
                each(GatewayPart.CALLBACKS, (kind, account) -> kind.reader(account)),
                each(GatewayPart.CLIENT, (kind, account) -> kind.client(account, clock)),
                each(GatewayPart.STATEMENTS, (kind, account) -> kind.format(account)));
    }

    private <T> List<T> each(GatewayPart part, BiFunction<GatewayKind, AccountSettings, T> made) {
        if (!parts.contains(part)) {
            return List.of();
        }
        return accounts.entrySet().stream()
                .map(one -> made.apply(one.getValue(), account(one.getKey(), one.getValue())))
                .toList();
    }

    private AccountSettings account(String name, GatewayKind kind) {
        return new AccountSettings(settings, name, kind.type());
    }
}
