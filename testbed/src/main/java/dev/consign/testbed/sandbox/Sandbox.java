package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.account.Journal;
import dev.consign.testbed.sandbox.account.Payments;
import dev.consign.testbed.sandbox.account.Replay;
import dev.consign.testbed.sandbox.account.TransactionIds;
import dev.consign.testbed.sandbox.callback.Callbacks;
import dev.consign.testbed.sandbox.callback.Events;
import dev.consign.testbed.sandbox.callback.Signature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.json.JsonMapper;

/// The whole gateway, put together from its journal: it goes on where the last run was cut off.
public final class Sandbox implements AutoCloseable {
    private final SandboxServer server;
    private final Callbacks callbacks;
    private final Journal journal;

    private Sandbox(SandboxServer server, Callbacks callbacks, Journal journal) {
        this.server = server;
        this.callbacks = callbacks;
        this.journal = journal;
    }

    /// @param port on the loopback address; 0 for any
    /// @param directory holds the journal
    /// @param apiKey what the shop must send
    /// @param webhookSecret `whsec_…`, signs the callbacks
    /// @param clock the time
    /// @return the running gateway
    public static Sandbox start(
            int port, Path directory, String apiKey, String webhookSecret, InstantSource clock)
            throws IOException {
        var json = JsonMapper.builder().build();
        var faults = new AtomicReference<>(Faults.NONE);
        var server = new SandboxServer(port, apiKey, faults, json);
        var ids = new TransactionIds(clock);
        var replay = new Replay();
        var journal = Journal.open(directory.resolve("sandbox.jsonl"), json, replay);
        var callbacks = new Callbacks(journal, new Signature(webhookSecret), clock, ids);
        var payments = new Payments(replay, journal, clock, ids);
        var events = new Events(replay.events().values(), journal, clock, ids, json);
        var self = URI.create("http://127.0.0.1:" + server.port());
        var refunds = new Refunds(payments, events, callbacks, ids, faults);
        var questions = new Questions(clock);
        var statements = new Statements(payments, json);
        server.start(
                new Pages(
                        new ShopApi(payments, events, callbacks, refunds, json, self),
                        new ControlApi(
                                payments, refunds, events, callbacks, questions, faults, json),
                        questions,
                        payments,
                        statements));
        refunds.resume();
        replay.undelivered()
                .forEach((delivery, key) -> {
                    var event = replay.events().get(key);
                    if (event != null) {
                        var _ = callbacks.resume(delivery, event, 0);
                    }
                });
        return new Sandbox(server, callbacks, journal);
    }

    /// @return where it listens
    public int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
        callbacks.close();
        journal.close();
    }
}
