package dev.consign.testkit.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Builds command lines for the JVM that runs this code, so that all processes share one version.
public final class JavaCommand {
    /// Small heaps on few cores: the collector that a JVM picks by itself marks a heap of 256 MiB
    /// again and again beside the work, which took a tenth of two cores while callbacks came in.
    private static final String COLLECTOR = "-XX:+UseParallelGC";

    private JavaCommand() {}

    /// @param heapMebibytes the largest heap
    /// @param options further options of the JVM
    /// @param jar an executable jar
    /// @return the command line
    public static List<String> jar(int heapMebibytes, List<String> options, Path jar) {
        var command = start(heapMebibytes, options);
        command.add("-jar");
        command.add(jar.toAbsolutePath().toString());
        return command;
    }

    /// For an executable jar that starts often: runs the plain jar of the same build with the
    /// libraries in `lib` beside it. The JVM that ends first leaves an archive of the classes it
    /// loaded there, and the next ones need not read and verify them again; of classes in nested
    /// jars none is made. An archive of other jars or another JVM is replaced.
    ///
    /// @param heapMebibytes the largest heap
    /// @param jar an executable jar, named `…-exec.jar`
    /// @param main its main class
    /// @return the command line
    public static List<String> archived(int heapMebibytes, Path jar, String main) {
        var command =
                start(
                        heapMebibytes,
                        List.of(
                                "-XX:+AutoCreateSharedArchive",
                                "-XX:SharedArchiveFile=" + plain(jar) + ".jsa",
                                // What is not as usual about it is nothing for a log of Consign.
                                "-Xlog:cds=off",
                                "-Xlog:aot=off"));
        command.add("-cp");
        command.add(plain(jar) + File.pathSeparator + libraries(jar));
        command.add(main);
        return command;
    }

    /// Runs a class that stands beside the classes of an executable jar.
    ///
    /// @param heapMebibytes the largest heap
    /// @param options further options of the JVM
    /// @param jar an executable jar, named `…-exec.jar`
    /// @param classes the directory of that class
    /// @param main its name
    /// @param arguments its arguments
    /// @return the command line
    public static List<String> beside(
            int heapMebibytes,
            List<String> options,
            Path jar,
            Path classes,
            String main,
            String... arguments) {
        var command = start(heapMebibytes, options);
        command.add("-cp");
        command.add(
                String.join(
                        File.pathSeparator,
                        plain(jar),
                        libraries(jar),
                        classes.toAbsolutePath().toString()));
        command.add(main);
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static String plain(Path jar) {
        return jar.toAbsolutePath().toString().replace("-exec.jar", ".jar");
    }

    private static String libraries(Path jar) {
        return jar.toAbsolutePath().resolveSibling("lib/*").toString();
    }

    /// @param heapMebibytes the largest heap
    /// @param options further options of the JVM
    /// @param main a class on our own class path
    /// @param arguments its arguments
    /// @return the command line
    public static List<String> main(
            int heapMebibytes, List<String> options, Class<?> main, String... arguments) {
        var command = start(heapMebibytes, options);
        command.add("-cp");
        command.add(absoluteClassPath());
        command.add(main.getName());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static List<String> start(int heapMebibytes, List<String> options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMebibytes + "m");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-XX:+ExitOnOutOfMemoryError");
        if (options.stream().noneMatch(option -> option.endsWith("GC"))) {
            command.add(COLLECTOR);
        }
        command.addAll(options);
        return command;
    }

    private static String absoluteClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
