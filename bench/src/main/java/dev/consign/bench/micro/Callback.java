package dev.consign.bench.micro;

import dev.consign.testbed.sandbox.callback.Signature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A callback as the sandbox gateway posts it: the headers of its HTTP client, and its body.
///
/// @param headers as the servlet container hands them on
record Callback(Map<String, List<String>> headers, byte[] body) {
    static Callback signed(String secret, String body, Instant at) {
        var id = "evt_0000000000000001";
        var seconds = at.getEpochSecond();
        var headers = new HashMap<String, List<String>>();
        headers.put("content-length", List.of(String.valueOf(body.length())));
        headers.put("host", List.of("127.0.0.1:8080"));
        headers.put("user-agent", List.of("Java-http-client/25"));
        headers.put("content-type", List.of("application/json"));
        headers.put("webhook-id", List.of(id));
        headers.put("webhook-timestamp", List.of(String.valueOf(seconds)));
        headers.put("webhook-signature", List.of(new Signature(secret).sign(id, seconds, body)));
        return new Callback(headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
