package dev.consign.platform.access;

import dev.consign.sql.RefusedToStart;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/// Stands before a program's web server, and refuses to start one that would take keys in the
/// clear.
public final class AccessGuard
        implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(AccessGuard.class);

    private final AccessSettings settings;
    private final Environment environment;
    private final boolean nothingElse;

    /// @param environment says whether somebody opens a second, unguarded port
    /// @param nothingElse whether the program has no API, so that all but probes asks for the
    ///   management key
    public AccessGuard(AccessSettings settings, Environment environment, boolean nothingElse) {
        this.settings = settings;
        this.environment = environment;
        this.nothingElse = nothingElse;
    }

    /// After Spring Boot's own, which knows address and certificate.
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    /// @throws RefusedToStart when what is sent to us could be read on its way
    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        refuse(factory.getAddress(), Ssl.isEnabled(factory.getSsl()));
        factory.addEngineValves(new AccessValve(settings, nothingElse));
    }

    private void refuse(@Nullable InetAddress address, boolean encrypted) {
        if (environment.getProperty("management.server.port") != null) {
            throw new RefusedToStart(
                    "management.server.port would open a port with neither limits nor a key: set CONSIGN_MANAGEMENT_KEY instead");
        }
        var here = address != null && address.isLoopbackAddress();
        if (here || encrypted) {
            return;
        }
        if (settings.proxies().isEmpty()) {
            throw new RefusedToStart(
                    "CONSIGN_BIND opens this program to other machines, in the clear: set SERVER_SSL_BUNDLE, or CONSIGN_PROXIES to the addresses of those who take TLS off before it (docs/operation.md, \"TLS\")");
        }
        LOG.info("plain HTTP is taken from {} and nobody else", settings.proxies());
    }
}
