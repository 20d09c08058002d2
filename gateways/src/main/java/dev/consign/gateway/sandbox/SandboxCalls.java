package dev.consign.gateway.sandbox;

import dev.consign.gateway.http.DownloadLimits;
import dev.consign.gateway.http.HttpCalls;
import dev.consign.gateway.http.HttpCalls.Download;
import dev.consign.gateway.http.HttpCalls.Reply;
import dev.consign.gateway.json.JsonFields;
import dev.consign.secret.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;

/// Asks the sandbox's interface, with our key and in JSON.
final class SandboxCalls implements AutoCloseable {
    private static final String JSON = "application/json";

    private final HttpCalls calls;
    private final URI url;
    private final Secret apiKey;

    SandboxCalls(SandboxClientSettings settings) {
        calls =
                new HttpCalls(
                        settings.connectTimeout(), settings.requestTimeout(), JsonFields.MAX_BYTES);
        url = settings.url();
        apiKey = settings.apiKey();
    }

    Reply get(String path) {
        return calls.call(request(path, JSON).GET().build());
    }

    Reply post(String path, byte[] json) {
        return calls.call(
                request(path, JSON)
                        .header("Content-Type", JSON)
                        .POST(BodyPublishers.ofByteArray(json))
                        .build());
    }

    Download download(String path, String mediaType, Path into, DownloadLimits limits) {
        return calls.download(request(path, mediaType).GET().build(), mediaType, into, limits);
    }

    private HttpRequest.Builder request(String path, String accepted) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + apiKey.value())
                .header("Accept", accepted);
    }

    @Override
    public void close() {
        calls.close();
    }
}
