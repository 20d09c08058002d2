package dev.consign.gateway.sandbox;

import dev.consign.gateway.json.JsonFields;

import dev.consign.gateway.sandbox.SandboxSettings.StatementLimits;
import dev.consign.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One HTTP call that ends within its time-out, whatever the other side does, and whose failure is
/// a value.
final class SandboxCalls implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final BodyHandler<byte[]> SMALL =
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), JsonFields.MAX_BYTES);

    private final HttpClient client;
    private final URI url;
    private final Secret apiKey;
    private final Duration timeout;

    SandboxCalls(SandboxSettings settings) {
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.connectTimeout())
                        .build();
        url = settings.url();
        apiKey = settings.apiKey();
        timeout = settings.requestTimeout();
    }

    /// What came of a call.
    sealed interface Reply {
        /// An answer, whole.
        record Answered(int status, byte[] body) implements Reply {}

        /// No answer: the request may or may not have arrived.
        record Lost(String why) implements Reply {}
    }

    Reply get(String path) {
        return call(request(path).GET(), SMALL, timeout);
    }

    /// What came of a download.
    sealed interface Download {
        /// The file is there.
        record Stored(long bytes) implements Download {}

        /// An answer that is no such file.
        record Answered(int status, byte[] body) implements Download {}

        /// No answer, or not the whole file: what there was of it is gone.
        record Lost(String why) implements Download {}
    }

    /// Puts the body of a good answer into a file, as it comes.
    Download download(String path, String mediaType, Path into, StatementLimits limits) {
        BodyHandler<byte[]> body =
                answer ->
                        answer.statusCode() == 200 && isOf(answer, mediaType)
                                ? inFile(into, limits.maxBytes())
                                : SMALL.apply(answer);
        try {
            // A file that cannot be made is noticed before anybody is asked; the HTTP client would
            // notice it in the middle, and fail to close afterwards.
            Files.write(into, new byte[0]);
            Files.delete(into);
            var request = request(path, mediaType).GET();
            switch (call(request, body, limits.timeout())) {
                case Reply.Answered(var status, var answer) -> {
                    return Files.exists(into)
                            ? new Download.Stored(Files.size(into))
                            : new Download.Answered(status, answer);
                }
                case Reply.Lost(var why) -> {
                    Files.deleteIfExists(into);
                    return new Download.Lost(why);
                }
            }
        } catch (IOException e) {
            return new Download.Lost("the file cannot be kept: " + e.getClass().getSimpleName());
        }
    }

    private static boolean isOf(ResponseInfo answer, String mediaType) {
        var type = answer.headers().firstValue("Content-Type").orElse("");
        return type.split(";", 2)[0].strip().equalsIgnoreCase(mediaType);
    }

    private static BodySubscriber<byte[]> inFile(Path into, long maxBytes) {
        var file =
                BodySubscribers.ofFile(
                        into,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
        return BodySubscribers.limiting(BodySubscribers.mapping(file, _ -> new byte[0]), maxBytes);
    }

    Reply post(String path, byte[] json) {
        return call(
                request(path).header("Content-Type", JSON).POST(BodyPublishers.ofByteArray(json)),
                SMALL,
                timeout);
    }

    private HttpRequest.Builder request(String path) {
        return request(path, JSON);
    }

    private HttpRequest.Builder request(String path, String accepted) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + apiKey.value())
                .header("Accept", accepted);
    }

    /// The request's own time-out ends with the headers of the answer, so a body that drips would
    /// hold the caller for ever: the whole call is timed here instead.
    private Reply call(HttpRequest.Builder request, BodyHandler<byte[]> body, Duration timeout) {
        var call = client.sendAsync(request.build(), body);
        try {
            var response = call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply.Answered(response.statusCode(), response.body());
        } catch (TimeoutException _) {
            call.cancel(true);
            return new Reply.Lost("no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            // Its class, not its message, which may quote what was sent.
            var cause = e.getCause() == null ? e : e.getCause();
            return new Reply.Lost("the call broke: " + cause.getClass().getSimpleName());
        } catch (CancellationException _) {
            return new Reply.Lost("the call was cancelled");
        } catch (InterruptedException _) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return new Reply.Lost("interrupted while waiting for the answer");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
