package dev.consign.processor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Starts the processor; what it may do without is refused at start-up, not repaired.
@SpringBootApplication
public class ProcessorApplication {
    /// @param args Spring Boot's command line
    public static void main(String[] args) {
        SpringApplication.run(ProcessorApplication.class, args);
    }
}
