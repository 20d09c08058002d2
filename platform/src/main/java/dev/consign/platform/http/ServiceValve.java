package dev.consign.platform.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/// Notes for every connection since when a request of it is being served, and when that was over.
final class ServiceValve extends ValveBase {
    private final Services services;

    ServiceValve(Services services) {
        super(true);
        this.services = services;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var service = services.begin(request);
        try {
            getNext().invoke(request, response);
        } finally {
            service.end();
        }
    }
}
