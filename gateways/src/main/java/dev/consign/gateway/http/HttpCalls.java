package dev.consign.gateway.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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

/// HTTP calls that end within their time-out, whatever the other side does, and whose failure is a
/// value. Whether an answer says what it should is the adapter's to judge; redirects are answers
/// too. Safe for many threads.
public final class HttpCalls implements AutoCloseable {
    private final HttpClient client;
    private final Duration timeout;
    private final BodyHandler<byte[]> small;

    /// @param connectTimeout for the connection alone
    /// @param timeout for a whole call, connection and body included
    /// @param maxBytes of an answer that is held in memory; a longer one is none
    public HttpCalls(Duration connectTimeout, Duration timeout, int maxBytes) {
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(connectTimeout)
                        .build();
        this.timeout = timeout;
        small = BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes);
    }

    /// What came of a call.
    public sealed interface Reply {
        /// An answer, whole.
        record Answered(int status, byte[] body) implements Reply {}

        /// No answer: the request may or may not have arrived.
        record Lost(String why) implements Reply {}
    }

    public Reply call(HttpRequest request) {
        return call(request, small, timeout);
    }

    /// What came of a download.
    public sealed interface Download {
        /// The file is there.
        record Stored(long bytes) implements Download {}

        /// An answer that is no such file.
        record Answered(int status, byte[] body) implements Download {}

        /// No answer, or not the whole file: what there was of it is gone.
        record Lost(String why) implements Download {}
    }

    /// Puts the body of a good answer into a file, as it comes.
    ///
    /// @param mediaType of which the file must be
    /// @param into replaced if it is there
    public Download download(
            HttpRequest request, String mediaType, Path into, DownloadLimits limits) {
        BodyHandler<byte[]> body =
                answer ->
                        answer.statusCode() == 200 && isOf(answer, mediaType)
                                ? inFile(into, limits.maxBytes())
                                : small.apply(answer);
        try {
            // A file that cannot be made is noticed before anybody is asked; the HTTP client would
            // notice it in the middle, and fail to close afterwards.
            Files.write(into, new byte[0]);
            Files.delete(into);
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

    /// The request's own time-out ends with the headers of the answer, so a body that drips would
    /// hold the caller for ever: the whole call is timed here instead.
    private Reply call(HttpRequest request, BodyHandler<byte[]> body, Duration timeout) {
        var call = client.sendAsync(request, body);
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

    /// Ends calls under way; they answer as lost.
    @Override
    public void close() {
        client.shutdownNow();
    }
}
