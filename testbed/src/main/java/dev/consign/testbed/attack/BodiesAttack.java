package dev.consign.testbed.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Sends to every route that takes a body bodies that are none: each must be refused as the
/// client's fault, never answered with success and never with a failure of ours.
final class BodiesAttack implements Attack.Round {
    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data; boundary=x";
    private static final int DEEP = 100_000;
    private static final int BOMB = 50 << 20;

    @Override
    public void run(Target target, Tally tally, boolean quick) throws InterruptedException {
        var bodies = hostile();
        for (var operation : target.operations()) {
            if (List.of("POST", "PUT", "PATCH").contains(operation.method())) {
                for (var body : quick ? bodies.subList(0, bodies.size() / 2) : bodies) {
                    tally.mustRefuse(
                            operation + " with " + body.name(),
                            target.send(
                                    operation.method(),
                                    operation.at("X1"),
                                    target.launcher().apiKey(operation.role()),
                                    body.bytes(),
                                    body.headers()));
                }
            }
        }
    }

    private static List<Hostile> hostile() {
        var all = new ArrayList<Hostile>();
        for (var text :
                List.of(
                        "[]",
                        "null",
                        "1",
                        "\"text\"",
                        "{",
                        "{}{}",
                        "{\"a\":1,\"a\":2}",
                        "{\"no_such_field\":1}",
                        "{\"__proto__\":{\"role\":\"finance\"}}",
                        "{\"@class\":\"java.net.URL\"}",
                        "{/* a comment */}",
                        "{\"a\":1,}",
                        "{'a':1}",
                        "{\"a\":NaN}",
                        "{\"a\":1e999999999}",
                        "{\"a\":" + "9".repeat(200_000) + "}",
                        "[".repeat(DEEP),
                        "{\"a\":".repeat(DEEP),
                        "{\"a\":\"" + "x".repeat(900_000) + "\"}",
                        "{\"" + "k".repeat(100_000) + "\":1}",
                        "{\"a\":\"\\ud800\"}",
                        "{\"a\":\"\u0000\"}",
                        "\u0000",
                        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
                        " ".repeat(2 << 20) + "{}")) {
            var shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
            all.add(new Hostile(shown, text.getBytes(UTF_8), JSON));
        }
        all.add(new Hostile("bytes that are no UTF-8", new byte[] {'{', '"', -1, '"', '}'}, JSON));
        all.add(new Hostile("UTF-16", "{\"a\":1}".getBytes(UTF_16BE), JSON));
        all.add(new Hostile("Latin-1", "{\"\u00e4\":1}".getBytes(ISO_8859_1), JSON));
        for (var type :
                List.of(
                        "text/plain",
                        "text/xml",
                        "application/xml",
                        "application/x-www-form-urlencoded",
                        "application/x-java-serialized-object",
                        "application/json; charset=ISO-8859-1",
                        "application/json; charset=nonsense",
                        "nonsense",
                        "*/*")) {
            all.add(new Hostile("the type " + type, "a=b".getBytes(UTF_8), type));
        }
        all.add(new Hostile("a bomb", bomb(), JSON, "Content-Encoding", "gzip"));
        all.add(new Hostile("an empty form", "--x--\r\n".getBytes(UTF_8), FORM));
        all.add(new Hostile("a form of 200 parts", parts(200).getBytes(UTF_8), FORM));
        all.add(new Hostile("half a form", "--x\r\nContent-Dis".getBytes(UTF_8), FORM));
        return all;
    }

    private static String parts(int count) {
        return "--x\r\nContent-Disposition: form-data; name=\"gateway\"\r\n\r\nsandbox\r\n"
                        .repeat(count)
                + "--x--\r\n";
    }

    /// Fifty megabytes of nothing, in fifty kilobytes.
    private static byte[] bomb() {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[BOMB]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private record Hostile(String name, byte[] bytes, String type, List<String> more) {
        Hostile(String name, byte[] bytes, String type, String... more) {
            this(name, bytes, type, List.of(more));
        }

        String[] headers() {
            var headers = new ArrayList<String>(List.of("Content-Type", type));
            headers.addAll(more);
            return headers.toArray(String[]::new);
        }
    }
}
