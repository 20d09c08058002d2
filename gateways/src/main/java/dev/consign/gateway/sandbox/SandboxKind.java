package dev.consign.gateway.sandbox;

import dev.consign.gateway.CallbackReader;
import dev.consign.gateway.GatewayClient;
import dev.consign.gateway.StatementFormat;
import dev.consign.gateway.account.AccountSettings;
import dev.consign.gateway.account.GatewayKind;
import dev.consign.gateway.account.GatewayPart;
import dev.consign.gateway.account.NeededSetting;
import java.time.InstantSource;
import java.util.List;

/// Accounts at the sandbox, `consign.gateways.NAME.type=sandbox`.
public final class SandboxKind implements GatewayKind {
    /// What an account need not say again.
    private static final List<String> SHARED =
            List.of(
                    "connect-timeout",
                    "request-timeout",
                    "statement.max-bytes",
                    "statement.timeout",
                    "window");

    @Override
    public String type() {
        return "sandbox";
    }

    @Override
    public List<NeededSetting> needed(GatewayPart part) {
        return switch (part) {
            case CLIENT ->
                    List.of(
                            new NeededSetting("url", "CONSIGN_SANDBOX_URL", false),
                            new NeededSetting("api-key", "CONSIGN_SANDBOX_API_KEY", true));
            case CALLBACKS ->
                    List.of(
                            new NeededSetting(
                                    "webhook-secrets", "CONSIGN_SANDBOX_WEBHOOK_SECRET", true));
            case STATEMENTS -> List.of();
        };
    }

    @Override
    public void check(AccountSettings account, GatewayPart part) {
        var _ =
                switch (part) {
                    case CLIENT -> clientSettings(account);
                    case CALLBACKS -> callbackSettings(account);
                    case STATEMENTS -> account.code();
                };
    }

    @Override
    public CallbackReader reader(AccountSettings account) {
        return new SandboxCallbacks(account.code(), callbackSettings(account));
    }

    @Override
    public GatewayClient client(AccountSettings account, InstantSource clock) {
        return new SandboxClient(account.code(), clientSettings(account), clock);
    }

    @Override
    public StatementFormat format(AccountSettings account) {
        return new SandboxFormat(account.code());
    }

    private static SandboxCallbackSettings callbackSettings(AccountSettings account) {
        return account.read(SHARED, SandboxCallbackSettings.class);
    }

    private static SandboxClientSettings clientSettings(AccountSettings account) {
        return account.read(SHARED, SandboxClientSettings.class);
    }
}
