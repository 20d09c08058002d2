package dev.consign.testkit.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Keeps Ctrl-C away from children: the terminal sends it to all processes of its session at once,
/// but they have to be stopped one after the other. Where `setsid` is missing they all get it.
final class OwnSession {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private OwnSession() {}

    /// The process id stays that of the command: `setsid` forks only when it leads a group.
    static List<String> of(List<String> command) {
        if (!Files.isExecutable(SETSID)) {
            return command;
        }
        var wrapped = new ArrayList<String>();
        wrapped.add(SETSID.toString());
        wrapped.addAll(command);
        return wrapped;
    }
}
