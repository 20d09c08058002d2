package dev.consign.gateway.registry;

import dev.consign.gateway.CallbackReader;
import dev.consign.gateway.GatewayClient;
import dev.consign.gateway.StatementFormat;
import dev.consign.id.GatewayCode;
import java.util.List;
import java.util.Optional;

/// What a program has of each of its gateways; nothing of a part it did not ask for.
///
/// @param readers of callbacks, one an account
/// @param clients owned by the registry: closed with it
/// @param formats of statements, one an account
public record GatewayRegistry(
        List<CallbackReader> readers, List<GatewayClient> clients, List<StatementFormat> formats)
        implements AutoCloseable {
    public GatewayRegistry {
        readers = List.copyOf(readers);
        clients = List.copyOf(clients);
        formats = List.copyOf(formats);
    }

    /// Those that can be asked.
    public List<GatewayCode> codes() {
        return clients.stream().map(GatewayClient::code).toList();
    }

    /// @return empty when no gateway of this name can be asked
    public Optional<GatewayClient> client(GatewayCode code) {
        return clients.stream().filter(one -> one.code().equals(code)).findFirst();
    }

    /// @return empty when no file of a gateway of this name can be read
    public Optional<StatementFormat> format(GatewayCode code) {
        return formats.stream().filter(one -> one.code().equals(code)).findFirst();
    }

    @Override
    public void close() {
        clients.forEach(GatewayClient::close);
    }
}
