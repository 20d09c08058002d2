package dev.consign.platform.http;

import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/// Gives a program's web server its bounds: slow clients are ended, and there are never more
/// connections than fit the heap. More wait in the kernel, where they cost us nothing. What the
/// server itself refuses is a problem like every other.
public final class BoundedServer
        implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final int WAITING_IN_THE_KERNEL = 4_096;

    private final HttpBounds bounds;

    public BoundedServer(HttpBounds bounds) {
        this.bounds = bounds;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        var services = new Services();
        factory.setProtocol(BoundedProtocol.class.getName());
        factory.addEngineValves(new ServiceValve(services));
        factory.addConnectorCustomizers(connector -> bound(connector, bounds, services));
        factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemReports.class.getName());
            }
        });
    }

    static void bound(Connector connector, HttpBounds bounds, Services services) {
        if (!(connector.getProtocolHandler() instanceof BoundedProtocol protocol)) {
            throw new IllegalStateException("another protocol was chosen for " + connector);
        }
        protocol.setConnectionTimeout(Math.toIntExact(bounds.headers().toMillis()));
        protocol.setKeepAliveTimeout(Math.toIntExact(bounds.idle().toMillis()));
        protocol.setMaxConnections(bounds.connections());
        protocol.setAcceptCount(WAITING_IN_THE_KERNEL);
        protocol.endSlowClients(bounds, services);
    }
}
