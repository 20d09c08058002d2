package dev.consign.bench.stand;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Processor time that the three processes behind a contender have used, by the kernel's count:
/// unlike the clock on the wall it does not care who else uses the machine.
///
/// @param program the contender's own process
/// @param broker its broker
/// @param database the server that all contenders share
public record Cpu(Duration program, Duration broker, Duration database) {
    /// @return what was used since `before`
    public Cpu since(Cpu before) {
        return new Cpu(
                program.minus(before.program),
                broker.minus(before.broker),
                database.minus(before.database));
    }

    /// @return sum of both
    public Cpu plus(Cpu other) {
        return new Cpu(
                program.plus(other.program),
                broker.plus(other.broker),
                database.plus(other.database));
    }

    /// Where the process ids come from: a process that was started again has another.
    record Meter(LongSupplier program, LongSupplier broker, LongSupplier database) {
        Cpu read() {
            return new Cpu(of(program), of(broker), of(database));
        }

        private static Duration of(LongSupplier pid) {
            return ProcessHandle.of(pid.getAsLong())
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElse(Duration.ZERO);
        }
    }
}
