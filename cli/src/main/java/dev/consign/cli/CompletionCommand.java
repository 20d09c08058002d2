package dev.consign.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `consign completion`: a script that the shell reads, so that Tab completes commands and options.
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description =
                "Print what makes Tab complete our commands: source <(./consign completion bash)")
public final class CompletionCommand implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private @Nullable Shell shell;

    @Override
    public void run() {
        var line = Objects.requireNonNull(spec).commandLine();
        var out = line.getOut();
        if (shell == Shell.zsh) {
            // zsh runs scripts made for bash once it is told to.
            out.println("autoload -U +X bashcompinit && bashcompinit");
        }
        out.println(AutoComplete.bash("consign", line.getCommandSpec().root().commandLine()));
    }

    /// Shells that read the script.
    enum Shell {
        bash,
        zsh
    }
}
