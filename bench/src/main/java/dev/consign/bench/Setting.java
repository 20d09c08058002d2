package dev.consign.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/// How a run of benchmarks was asked for.
///
/// @param quick fewer and shorter rounds: a first impression in five minutes
/// @param directory where servers keep their data; emptied by each benchmark that starts them
/// @param progress is told in single lines what happens
public record Setting(boolean quick, Path directory, Consumer<String> progress) {
    /// @return one of the two, as the run is quick or not
    public int choose(int whenQuick, int whenFull) {
        return quick ? whenQuick : whenFull;
    }

    /// Tells whoever watches.
    public void say(String what) {
        progress.accept(what);
    }
}
