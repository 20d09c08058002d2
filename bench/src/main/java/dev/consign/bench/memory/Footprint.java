package dev.consign.bench.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What a Java process holds, in MiB.
///
/// @param live of its heap after a full collection
/// @param resident now, as the kernel counts it: heap, code, threads, buffers
/// @param mostResident since it started
record Footprint(double live, double resident, double mostResident) {
    private static final double KIBI = 1024;
    private static final long ANSWER_SECONDS = 30;

    /// One line a generation; what is not heap has no total.
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    /// Runs a full collection in the process, after the kernel's figures were read.
    ///
    /// @param pid of a process of this user, on this machine
    static Footprint of(long pid) throws IOException, InterruptedException {
        var status = Files.readString(Path.of("/proc/" + pid + "/status"));
        var resident = kibibytes(status, "VmRSS");
        var most = kibibytes(status, "VmHWM");
        jcmd(pid, "GC.run");
        var live =
                USED.matcher(jcmd(pid, "GC.heap_info"))
                        .results()
                        .mapToLong(generation -> Long.parseLong(generation.group(1)))
                        .sum();
        if (live == 0) {
            throw new IllegalStateException("process %d does not say what it uses".formatted(pid));
        }
        return new Footprint(live / KIBI, resident / KIBI, most / KIBI);
    }

    private static long kibibytes(String status, String name) {
        var line = Pattern.compile(name + ":\\s+(\\d+) kB").matcher(status);
        if (!line.find()) {
            throw new IllegalStateException("the kernel does not say " + name);
        }
        return Long.parseLong(line.group(1));
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        var tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process =
                new ProcessBuilder(tool, Long.toString(pid), command)
                        .redirectErrorStream(true)
                        .start();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("jcmd %d %s: %s".formatted(pid, command, answer));
        }
        return answer;
    }
}
