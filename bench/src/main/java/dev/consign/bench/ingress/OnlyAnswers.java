package dev.consign.bench.ingress;

import dev.consign.testkit.process.ParentWatch;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/// What HTTP alone costs on this machine: the web server of the product, on virtual threads like
/// there, which reads a request and answers it, and that is all.
public final class OnlyAnswers {
    private static final byte[] RECEIVED = "received".getBytes(StandardCharsets.US_ASCII);

    private OnlyAnswers() {}

    /// @param arguments the port, and the file to make once requests are answered
    /// @throws Exception when the port is taken
    public static void main(String[] arguments) throws Exception {
        ParentWatch.start();
        var ready = Path.of(arguments[1]);
        var tomcat = new Tomcat();
        tomcat.setBaseDir(ready.resolveSibling("tomcat").toString());
        var context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "answers", new Answers());
        context.addServletMapping("/*", "answers");
        var connector = tomcat.getConnector();
        connector.setPort(Integer.parseInt(arguments[0]));
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxKeepAliveRequests", "10000");
        connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("answers-"));
        tomcat.start();
        Files.createFile(ready);
        tomcat.getServer().await();
    }

    private static final class Answers extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            request.getInputStream().readAllBytes();
            response.setContentType("text/plain");
            response.setContentLength(RECEIVED.length);
            response.getOutputStream().write(RECEIVED);
        }
    }
}
