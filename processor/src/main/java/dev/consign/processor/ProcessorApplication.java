package dev.consign.processor;

import dev.consign.sql.start.Start;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// Starts the processor; what it may do without is refused at start-up, not repaired.
@SpringBootApplication(
        scanBasePackages = {
            "dev.consign.processor",
            "dev.consign.platform.audit",
            "dev.consign.engine",
            "dev.consign.notify",
            "dev.consign.broker.outbox"
        })
@ConfigurationPropertiesScan({
    "dev.consign.processor",
    "dev.consign.engine",
    "dev.consign.notify",
    "dev.consign.broker.outbox",
    "dev.consign.platform"
})
public class ProcessorApplication {
    /// @param args Spring Boot's command line
    public static void main(String[] args) {
        Start.run(ProcessorApplication.class, args);
    }
}
