package dev.consign.cli;

import dev.consign.net.Loopback;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The processor's HTTP interface as a person of support may use it; every refusal is a sentence.
final class Api {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PLAIN =
            Pattern.compile("http://(\\[[^\\]]*\\]|[^:/]*)", Pattern.CASE_INSENSITIVE);

    /// What can stand in a header.
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,512}");

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final String url;
    private final String key;

    Api(String url, String key) {
        this.url = url.replaceAll("/+$", "");
        this.key = key;
    }

    /// @throws CommandFailure for what can be no key, without repeating it
    static void refuseWhatIsNoKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw CommandFailure.wrongUse("The API key is not one: it has characters no key has.");
        }
    }

    /// @throws CommandFailure for what is no address of a processor, or would show the key to
    ///   others
    static void refuseWhatIsNoUrl(String url) {
        if (!isOfAServer(url)) {
            throw CommandFailure.wrongUse(
                    "The URL of the processor is not one such as https://pay.example: "
                            + Text.clean(url));
        }
        // What goes to another machine in the clear is anybody's from then on.
        var plain = PLAIN.matcher(url);
        if (plain.lookingAt() && !Loopback.contains(plain.group(1))) {
            throw CommandFailure.wrongUse(
                    "The URL leads to another machine in the clear, where your key could be read: use https.");
        }
    }

    private static boolean isOfAServer(String url) {
        try {
            var parsed = new URI(url);
            return parsed.getHost() != null
                    && parsed.getScheme() != null
                    && parsed.getScheme().matches("(?i)https?")
                    && parsed.getQuery() == null
                    && parsed.getFragment() == null
                    && parsed.getUserInfo() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    JsonNode post(String path, Map<String, ?> body) {
        var json = JSON.writeValueAsString(body);
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    /// A request that has one effect, however often this is sent.
    ///
    /// @param idempotencyKey new for every request
    JsonNode post(String path, Map<String, ?> body, String idempotencyKey) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /// The same with a file, which is never read into memory.
    ///
    /// @param fields the other parts of the form
    JsonNode upload(
            String path,
            Map<String, String> fields,
            String name,
            Path file,
            String idempotencyKey) {
        var boundary = "consign-" + idempotencyKey;
        var head = new StringBuilder();
        fields.forEach((field, value) ->
                head.append(
                        "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                                .formatted(boundary, field, value)));
        head.append(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                        .formatted(boundary, name, name));
        try {
            return send(
                    request(path)
                            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                            .header("Idempotency-Key", idempotencyKey)
                            .POST(
                                    BodyPublishers.concat(
                                            BodyPublishers.ofString(head.toString()),
                                            BodyPublishers.ofFile(file),
                                            BodyPublishers.ofString(
                                                    "\r\n--%s--\r\n".formatted(boundary)))));
        } catch (FileNotFoundException _) {
            throw CommandFailure.wrongUse("There is no file " + file + ".");
        }
    }

    /// @param parameters those with a null value are left out
    static String query(String path, Map<String, String> parameters) {
        var pairs =
                parameters.entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + encoded(pair.getValue()))
                        .collect(Collectors.joining("&"));
        return pairs.isEmpty() ? path : path + "?" + pairs;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest.Builder builder) {
        try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            var response = client.send(builder.build(), BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw refused(response.statusCode(), response.body());
            }
            var body = response.body();
            return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (HttpTimeoutException _) {
            throw CommandFailure.notReachable(
                    "%s did not answer within %d s.".formatted(url, ANSWER.toSeconds()));
        } catch (IOException _) {
            throw CommandFailure.notReachable("Nobody answers at " + url + ".");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw CommandFailure.notReachable("Interrupted while waiting for " + url + ".");
        }
    }

    /// RFC 9457: the stable code first, then what a person can do about it. What the processor
    /// calls a bad request was asked for wrongly.
    private static CommandFailure refused(int status, String body) {
        var sentence = sentence(status, body);
        return status == 400 ? CommandFailure.wrongUse(sentence) : CommandFailure.refused(sentence);
    }

    private static String sentence(int status, String body) {
        try {
            var problem = JSON.readTree(body);
            var code = problem.path("code").asString("");
            var detail =
                    problem.path("detail").asString(problem.path("title").asString("no reason"));
            if (!code.isEmpty()) {
                return Text.clean("%s: %s (HTTP %d)".formatted(code, detail, status));
            }
        } catch (JacksonException _) {
            // Not a problem document; the status has to do.
        }
        return "The processor refused with HTTP " + status + ".";
    }
}
