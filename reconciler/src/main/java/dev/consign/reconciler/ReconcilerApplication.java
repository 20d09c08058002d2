package dev.consign.reconciler;

import dev.consign.sql.start.Start;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Starts the reconciler; what it may do without is refused at start-up, not repaired.
@SpringBootApplication
public class ReconcilerApplication {
    /// @param args Spring Boot's command line
    public static void main(String[] args) {
        Start.run(ReconcilerApplication.class, args);
    }
}
