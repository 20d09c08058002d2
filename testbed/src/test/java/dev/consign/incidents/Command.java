package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.testbed.Main;
import dev.consign.testkit.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `./consign` against the running system, as finance types it.
///
/// @param out what a person reads
record Command(int code, String out, String err) {
    static Command asFinance(RunningConsign consign, Path scratch, String... arguments)
            throws IOException, InterruptedException {
        var out = scratch.resolve("out");
        var err = scratch.resolve("err");
        var builder =
                new ProcessBuilder(JavaCommand.main(64, List.of(), Main.class, arguments))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        var environment = builder.environment();
        environment.put("CONSIGN_URL", String.valueOf(consign.launcher().urls().get("processor")));
        environment.put("CONSIGN_API_KEY", consign.launcher().apiKey("finance"));
        var process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Command(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// The number of the run that it began.
    String run() {
        return out.lines()
                .filter(line -> line.startsWith("run "))
                .map(line -> line.substring("run ".length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(out + err));
    }
}
