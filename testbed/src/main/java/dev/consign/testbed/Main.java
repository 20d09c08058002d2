package dev.consign.testbed;

import dev.consign.cli.CardKeysCommand;
import dev.consign.cli.CompletionCommand;
import dev.consign.cli.DeadLetterCommand;
import dev.consign.cli.OrderCommand;
import dev.consign.cli.ReconCommand;
import dev.consign.testbed.attack.AttackCommand;
import dev.consign.testbed.demo.DemoCommand;
import dev.consign.testbed.launcher.SandboxCommand;
import dev.consign.testbed.launcher.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExitCodeGenerator;

/// The command line behind `./consign`: whatever goes wrong is one sentence and an exit code, 1
/// when it was refused or something was found, 2 for wrong use, 3 when nobody could be reached.
@Command(
        name = "consign",
        mixinStandardHelpOptions = true,
        version = "consign 0.1.0",
        description = "Consignment orders, every buyer credited exactly once.",
        footer = {"", "`./consign test` runs all tests a change must pass."},
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            SandboxCommand.class,
            AttackCommand.class,
            OrderCommand.class,
            DeadLetterCommand.class,
            ReconCommand.class,
            CardKeysCommand.class,
            CompletionCommand.class,
            ForgeCommand.class
        })
public final class Main {
    private Main() {}

    /// @param arguments a command and its options
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// All commands, and what becomes of their failures.
    public static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, _, _) -> {
            var message = failure.getMessage();
            System.err.println(message == null ? failure.toString() : message);
            return failure instanceof IExitCodeGenerator known ? known.getExitCode() : 1;
        });
        return line;
    }
}
