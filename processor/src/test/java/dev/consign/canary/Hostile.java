package dev.consign.canary;

import java.util.List;

/// Requests whose own flaw makes a careless server print them: each holds a secret where the flaw
/// is (issue 11 number 7).
public final class Hostile {
    private Hostile() {}

    /// @param key an API key, or any other secret of letters, digits, `-` and `_`
    public static List<String> requests(String key) {
        var host = "Host: 127.0.0.1\r\n";
        var end = "Connection: close\r\n\r\n";
        var get = "GET /api/orders/O0000000000000001 HTTP/1.1\r\n" + host;
        var post = "POST /api/orders HTTP/1.1\r\n" + host;
        return List.of(
                // What Spring Security refuses where it is read, and says.
                get + "Authorization: Bearer " + key + "\u0080\r\n" + end,
                get + "Accept: " + key + "\u0080\r\n" + end,
                get + "Accept-Language: " + key + "\u0080\r\n" + end,
                get + "Last-Event-ID: " + key + "\u0080\r\n" + end,
                post + "Idempotency-Key: " + key + "\u0080\r\nContent-Length: 2\r\n" + end + "{}",
                post + "Content-Type: " + key + "\u0080\r\nContent-Length: 2\r\n" + end + "{}",
                "POST /gateways/sandbox/callbacks HTTP/1.1\r\n"
                        + host
                        + "webhook-id: "
                        + key
                        + "\u0080\r\nwebhook-timestamp: 1\r\nwebhook-signature: "
                        + key
                        + "\u0080\r\nContent-Length: 2\r\n"
                        + end
                        + "{}",
                // The rest of a key that has a line end in it is a header without a colon.
                get + "Authorization: Bearer \r\n" + key + "\r\n" + end,
                get + "Authorization: Bearer x\r\n" + key + " y: z\r\n" + end,
                get + "Author(ization: Bearer " + key + "\r\n" + end,
                get + "Authorization : Bearer " + key + "\r\n" + end,
                get + "Authorization: Bearer " + key + "\u0001\r\n" + end,
                get + "Authorization: Bearer " + key + "\u0000\r\n" + end,
                get + "Authorization: Bearer a\r\n " + key + "\r\n" + end,
                get + "Cookie: session=\"" + key + "\u0002;; x=" + key + "\u00e9{\r\n" + end,
                get + "Cookie: " + key + "=\"\\\r\n" + end,
                get + "Cookie: $Version=1; " + key + ",=;\"\r\n" + end,
                "GET /api/orders/{" + key + "} HTTP/1.1\r\n" + host + end,
                "GET /api/orders?key=" + key + "|<> HTTP/1.1\r\n" + host + end,
                "GET /api/orders?key=%zz" + key + " HTTP/1.1\r\n" + host + end,
                "GET /api/cases?" + key + "=1 HTTP/1.1\r\n" + host + end,
                key + " /api/orders HTTP/1.1\r\n" + host + end,
                "GET /api/orders " + key + "\r\n" + host + end,
                "GET /api/orders HTTP/1.1\r\nHost: " + key + "_{}\r\n" + end,
                "GET /api/orders HTTP/1.1\r\n" + host + "Host: " + key + "\r\n" + end,
                post + "Content-Length: " + key + "\r\n" + end,
                post + "Content-Length: 1\r\nContent-Length: " + key + "\r\n" + end + "{",
                post + "Transfer-Encoding: " + key + "\r\n" + end,
                post + "Transfer-Encoding: chunked\r\n" + end + key + "\r\n{}\r\n0\r\n\r\n",
                post
                        + "Transfer-Encoding: chunked\r\n"
                        + end
                        + "2\r\n{}\r\n0\r\n"
                        + key
                        + "\r\n\r\n",
                post + "Content-Type: " + key + "/;{\r\nContent-Length: 2\r\n" + end + "{}",
                post + "Accept: " + key + ";;q=\u0001\r\n" + end,
                post + "Expect: " + key + "\r\nContent-Length: 2\r\n" + end + "{}",
                post + "Upgrade: " + key + "\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n",
                "POST /api/reconciliations HTTP/1.1\r\n"
                        + host
                        + "Content-Type: multipart/form-data; boundary="
                        + key
                        + "\u0001\r\nContent-Length: 2\r\n"
                        + end
                        + "--",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + key,
                "\u0016\u0003\u0001" + key + "\r\n\r\n");
    }
}
