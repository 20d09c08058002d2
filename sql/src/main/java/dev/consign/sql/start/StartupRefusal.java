package dev.consign.sql.start;

import dev.consign.sql.RefusedToStart;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

/// Ends a program that had already started, so that its log ends with the sentence that says why
/// and its exit code says that it refused.
public final class StartupRefusal implements Consumer<RefusedToStart> {
    private static final Logger LOG = LoggerFactory.getLogger(StartupRefusal.class);

    private final ApplicationContext program;

    /// @param program closed in good order first
    public StartupRefusal(ApplicationContext program) {
        this.program = program;
    }

    /// On a thread of its own: the end of the program waits for whoever calls.
    @Override
    public void accept(RefusedToStart refusal) {
        Thread.ofPlatform()
                .name("refused")
                .start(() -> {
                    var code = SpringApplication.exit(program, () -> RefusedToStart.EXIT_CODE);
                    LOG.error("refused to start: {}", refusal.getMessage());
                    System.exit(code);
                });
    }
}
