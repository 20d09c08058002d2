package dev.consign.testbed.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes `consign.json`: everything somebody outside needs to use a run, in one file.
final class Description {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Description() {}

    static String of(Wiring wiring, Secrets secrets, List<Watch> watches) {
        var urls = new LinkedHashMap<String, Object>();
        urls.put("processor", wiring.processorUrl());
        urls.put("reconciler", wiring.reconcilerUrl());
        urls.put("sandbox", wiring.sandboxUrl());
        var database = new LinkedHashMap<String, Object>();
        // Whoever connects brings parameters of their own.
        database.put("url", wiring.database().jdbcUrl().replaceFirst("\\?.*", ""));
        database.put("user", wiring.database().user());
        database.put("password", wiring.database().password());
        var broker = new LinkedHashMap<String, Object>();
        broker.put("url", wiring.brokerUrl());
        if (wiring.hasOwnBroker()) {
            broker.put("user", "testbed");
            broker.put("password", secrets.brokerPasswords().get("testbed"));
        }
        var pids = new TreeMap<String, Long>();
        for (var watch : watches) {
            pids.put(watch.child().name(), watch.child().pid());
        }
        var all = new LinkedHashMap<String, Object>();
        all.put("urls", urls);
        all.put("database", database);
        all.put("broker", broker);
        all.put("pids", pids);
        all.put("apiKeys", new TreeMap<>(Map.copyOf(secrets.apiKeys())));
        all.put("sandboxWebhookSecret", secrets.sandboxWebhookSecret());
        return JSON.writeValueAsString(all) + "\n";
    }
}
