package dev.consign.testbed.attack;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes to the port what is no HTTP, or means one thing to one reader and another to the next:
/// each is refused with a problem, or the connection closed.
final class HeadersAttack implements Attack.Round {
    private static final String HOST = "Host: h\r\n";

    /// Asked properly, it answers 200 to this key.
    private static final String LIST = "/api/payouts";

    @Override
    public void run(Target target, Tally tally, boolean quick) throws IOException {
        var key = "Authorization: Bearer " + target.launcher().apiKey("finance") + "\r\n";
        var raw = target.raw();
        var proper = raw.send(get(LIST, key + "Connection: close\r\n"));
        if (proper.status() != 200) {
            tally.through("nothing is proven: asked properly the list is refused, " + proper);
        }
        for (var round = 0; round < (quick ? 1 : 20); round++) {
            for (var request : requests(key).entrySet()) {
                var answer = raw.send(request.getValue());
                tally.check(answer.isRefusalOrEnd(), request.getKey() + ": " + answer);
                if (answer.body().contains("HTTP/1.1 2")) {
                    tally.through(request.getKey() + ": a second answer came behind the first");
                }
            }
        }
    }

    private static Map<String, String> requests(String key) {
        var all = new LinkedHashMap<String, String>();
        all.put("no request line", "HELLO\r\n\r\n");
        all.put("binary", "\u0001\u0002\u0003 \u0004\r\n\r\n");
        all.put("a handshake of TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n");
        all.put("a blank in the path", get("/a b", key));
        all.put("a byte over 127 in the path", get("/api/\u00e9", key));
        all.put("half an escape", get("/api/payouts%4", key));
        all.put("an encoded slash", get("/api%2fpayouts", key));
        all.put("an encoded NUL", get("/api/payouts%00", key));
        all.put("dots above the root", get("/../../etc/passwd", key));
        all.put("encoded dots", get("/api/%2e%2e/%2e%2e/etc/passwd", key));
        all.put("a path parameter", get("/api/payouts;x=1", key));
        all.put("two slashes", get("//api//payouts", key));
        all.put("another version", "GET " + LIST + " HTTP/3.0\r\n" + HOST + key + "\r\n");
        all.put("no host", "GET " + LIST + " HTTP/1.1\r\n" + key + "\r\n");
        all.put("two hosts", get(LIST, key + "Host: other\r\n"));
        all.put("another host in the line", get("http://other" + LIST, key));
        all.put("a header without a colon", get(LIST, key + "nonsense\r\n"));
        all.put("a header with NUL", get(LIST, key + "A: b\u0000c\r\n"));
        all.put("a bare return", get(LIST, key + "A: b\rX: y\r\n"));
        all.put("a header of 64 KiB", get(LIST, key + "A: " + "x".repeat(65_536) + "\r\n"));
        all.put("a path of 64 KiB", get("/" + "x".repeat(65_536), key));
        all.put("500 headers", get(LIST, key + "A: b\r\n".repeat(500)));
        all.put("two keys", get(LIST, key + "Authorization: Bearer other\r\n"));
        all.put("a key with a line end", get(LIST, "Authorization: Bearer a\r\n b\r\n"));
        all.put("two lengths", post(key + "Content-Length: 2\r\nContent-Length: 3\r\n", "{}"));
        all.put("a negative length", post(key + "Content-Length: -1\r\n", "{}"));
        all.put(
                "a length beyond counting",
                post(key + "Content-Length: 99999999999999999999\r\n", "{}"));
        all.put(
                "a request behind chunks and a length",
                post(
                        key + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                        "0\r\n\r\nGET /api/payouts HTTP/1.1\r\n" + HOST + key + "\r\n"));
        all.put(
                "a request behind a coding nobody knows",
                post(
                        key + "Transfer-Encoding: xchunked\r\n",
                        "0\r\n\r\nGET /api/payouts HTTP/1.1\r\n" + HOST + key + "\r\n"));
        all.put(
                "chunks that are none",
                post(key + "Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n"));
        all.put(
                "a chunk beyond counting",
                post(key + "Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n{}\r\n"));
        all.put("an unknown method", "FOO " + LIST + " HTTP/1.1\r\n" + HOST + key + "\r\n");
        all.put("TRACE", "TRACE " + LIST + " HTTP/1.1\r\n" + HOST + key + "\r\n");
        all.put("CONNECT", "CONNECT h:80 HTTP/1.1\r\n" + HOST + key + "\r\n");
        all.put("HTTP/2 unasked", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        return all;
    }

    private static String get(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\n" + HOST + headers + "\r\n";
    }

    private static String post(String headers, String body) {
        return "POST /api/payouts HTTP/1.1\r\n"
                + HOST
                + "Idempotency-Key: k\r\nContent-Type: application/json\r\n"
                + headers
                + "\r\n"
                + body;
    }
}
