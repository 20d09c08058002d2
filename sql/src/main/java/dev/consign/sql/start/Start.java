package dev.consign.sql.start;

import dev.consign.sql.RefusedToStart;
import org.springframework.boot.SpringApplication;

/// Starts a program so that whoever supervises it can tell a refusal, which comes again however
/// often it is started, from a crash.
public final class Start {
    private Start() {}

    /// Ends the process with [RefusedToStart#EXIT_CODE] when the start is refused; the sentence is
    /// in the log by then.
    ///
    /// @param program its main class
    /// @param arguments Spring Boot's command line
    public static void run(Class<?> program, String[] arguments) {
        try {
            SpringApplication.run(program, arguments);
        } catch (RuntimeException e) {
            if (Settings.sentence(e) == null) {
                throw e;
            }
            System.exit(RefusedToStart.EXIT_CODE);
        }
    }
}
