package dev.consign.reconciler;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Starts the reconciler; what it may do without is refused at start-up, not repaired.
@SpringBootApplication
public class ReconcilerApplication {
    /// @param args Spring Boot's command line
    public static void main(String[] args) {
        SpringApplication.run(ReconcilerApplication.class, args);
    }
}
