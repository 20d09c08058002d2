package dev.consign.notify.webhook;

import dev.consign.notify.webhook.address.WebhookUrl;
import dev.consign.platform.http.RetryAfter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Posts one signed body to one address, over a connection of its own: nothing is looked up, no
/// redirect is followed, no cookie kept, nothing repeated, and of the answer only the head is read.
@Component
final class WebhookClient implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 1_000;

    private final CloseableHttpClient client;
    private final InstantSource clock;

    /// @param settings its time to connect is for the connection, and once more for TLS
    WebhookClient(WebhookSettings settings, InstantSource clock) {
        this.clock = clock;
        var connect = Timeout.of(settings.connectTimeout());
        var answer = Timeout.of(settings.answerTimeout());
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Nobody())
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(MOST_CONNECTIONS)
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(connect)
                                        .setSocketTimeout(answer)
                                        .build())
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(connect).build())
                        .build();
        this.client =
                HttpClients.custom()
                        .setConnectionManager(connections)
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setConnectionRequestTimeout(connect)
                                        .setResponseTimeout(answer)
                                        .setRedirectsEnabled(false)
                                        .build())
                        .setConnectionReuseStrategy((_, _, _) -> false)
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableContentCompression()
                        .setUserAgent("Consign")
                        .build();
    }

    /// @param address of the target, already checked
    /// @param id stable over every repeat
    Reply post(
            WebhookUrl target, InetAddress address, String id, String body, Signatures signatures)
            throws IOException {
        var timestamp = String.valueOf(clock.instant().getEpochSecond());
        var request = new HttpPost(target.uri());
        request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        request.setHeader("webhook-id", id);
        request.setHeader("webhook-timestamp", timestamp);
        request.setHeader("webhook-signature", signatures.over(id, timestamp, body));
        var host = new HttpHost(target.scheme(), address, target.host(), target.port());
        try {
            // Never closed, since that would read the body to its end; cancelled instead.
            @SuppressWarnings("resource")
            var response = client.executeOpen(host, request, null);
            @Nullable Header retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
            return new Reply(
                    response.getCode(),
                    Optional.ofNullable(retryAfter).map(Header::getValue),
                    clock.instant());
        } finally {
            request.cancel();
        }
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    /// @param retryAfter what it asked for, as it came
    /// @param at when it did
    record Reply(int status, Optional<String> retryAfter, Instant at) {
        boolean success() {
            return status >= 200 && status < 300;
        }

        /// How long it asks to be left alone, for the two statuses that mean it.
        Duration pause(Duration longest) {
            return retryAfter
                    .filter(_ -> status == 429 || status == 503)
                    .flatMap(asked -> RetryAfter.of(asked, at, longest))
                    .orElse(Duration.ZERO);
        }

        String text() {
            return "HTTP " + status;
        }
    }

    /// Names are looked up, and their addresses checked, before; if the client ever asked for
    /// itself, it would connect to something that nobody has checked.
    private static final class Nobody implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException("looked up a second time: " + host);
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            throw new UnknownHostException("looked up a second time: " + host);
        }
    }
}
