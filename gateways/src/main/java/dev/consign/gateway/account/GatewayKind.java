package dev.consign.gateway.account;

import dev.consign.gateway.CallbackReader;
import dev.consign.gateway.GatewayClient;
import dev.consign.gateway.StatementFormat;
import dev.consign.sql.RefusedToStart;
import java.time.InstantSource;
import java.util.List;

/// One protocol that is spoken with gateways: what an account there must say, and what is made of
/// it. There may be any number of accounts of one kind.
public interface GatewayKind {
    /// What `consign.gateways.NAME.type` says.
    String type();

    /// What must be set for a part, before anything else is looked at.
    List<NeededSetting> needed(GatewayPart part);

    /// Reads the settings of a part, and makes nothing of them yet.
    ///
    /// @throws RefusedToStart when one is missing, wrong or contradicts another
    void check(AccountSettings account, GatewayPart part);

    /// @throws RefusedToStart as `check` does
    CallbackReader reader(AccountSettings account);

    /// @param clock only for the time of facts that the gateway gives none
    /// @throws RefusedToStart as `check` does
    GatewayClient client(AccountSettings account, InstantSource clock);

    /// @throws RefusedToStart as `check` does
    StatementFormat format(AccountSettings account);
}
