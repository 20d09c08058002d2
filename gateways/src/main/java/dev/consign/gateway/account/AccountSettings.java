package dev.consign.gateway.account;

import dev.consign.id.GatewayCode;
import dev.consign.sql.RefusedToStart;
import dev.consign.sql.start.Settings;
import java.util.List;
import java.util.Locale;

/// The settings of one merchant account, `consign.gateways.NAME.*`.
///
/// @param kind what its gateway is called; the account of that name lends the others what they need
///   not say again
public record AccountSettings(Settings settings, String name, String kind) {
    /// By which orders and callbacks name the account.
    ///
    /// @throws RefusedToStart when the name is none
    public GatewayCode code() {
        return Settings.checked(() -> new GatewayCode(name));
    }

    /// @param shared the properties that may be left out here and stand in the account of the kind
    /// @param type a record that checks its components
    /// @throws RefusedToStart in the words of the record itself, about the account's own properties
    public <T> T read(List<String> shared, Class<T> type) {
        return settings.readAccount(name, kind, shared, type);
    }

    /// @throws RefusedToStart when the setting is not there, or a password anybody would try first
    public void require(NeededSetting needed) {
        var property = "consign.gateways.%s.%s".formatted(name, needed.property());
        if (needed.secret()) {
            settings.requirePassword(property, variable(needed));
        } else {
            settings.require(property, variable(needed));
        }
    }

    /// The account which is called as its kind has variables with names of their own.
    private String variable(NeededSetting needed) {
        return name.equals(kind)
                ? needed.variable()
                : "CONSIGN_GATEWAYS_%s_%s".formatted(upper(name), upper(needed.property()));
    }

    private static String upper(String text) {
        return text.replace("-", "").toUpperCase(Locale.ROOT);
    }
}
