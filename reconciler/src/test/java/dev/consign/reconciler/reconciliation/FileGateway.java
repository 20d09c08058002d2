package dev.consign.reconciler.reconciliation;

import dev.consign.gateway.CloseAnswer;
import dev.consign.gateway.CreateAnswer;
import dev.consign.gateway.CreateRequest;
import dev.consign.gateway.GatewayClient;
import dev.consign.gateway.QueryAnswer;
import dev.consign.gateway.RefundAnswer;
import dev.consign.gateway.RefundRequest;
import dev.consign.gateway.StatementAnswer;
import dev.consign.gateway.StatementFormat;
import dev.consign.gateway.StatementLine;
import dev.consign.gateway.StatementReading;
import dev.consign.gateway.sandbox.SandboxFormat;
import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A gateway with a file for some dates, in the sandbox's format and read by the sandbox's own
/// reader; it answers nothing else.
final class FileGateway implements GatewayClient, StatementFormat {
    static final GatewayCode CODE = new GatewayCode("sandbox");

    final Map<LocalDate, String> files = new ConcurrentHashMap<>();

    /// Sees each line before the one who reads does, with how many the reading has seen.
    volatile Consumer<Integer> watch = _ -> {};

    private final StatementFormat reader = new SandboxFormat(CODE);

    @Override
    public StatementAnswer statement(LocalDate businessDate, Path into) {
        var file = files.get(businessDate);
        if (file == null) {
            return new StatementAnswer.NotReady();
        }
        try {
            Files.writeString(into, file);
            return new StatementAnswer.Fetched(into, file.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public StatementReading read(
            InputStream file, LocalDate businessDate, Consumer<StatementLine> lines)
            throws IOException {
        var seen = new int[1];
        return reader.read(
                file,
                businessDate,
                line -> {
                    watch.accept(++seen[0]);
                    lines.accept(line);
                });
    }

    @Override
    public GatewayCode code() {
        return CODE;
    }

    @Override
    public Duration longestCall() {
        return Duration.ofSeconds(1);
    }

    @Override
    public String merchant() {
        return "sandbox";
    }

    @Override
    public CreateAnswer create(CreateRequest request) {
        throw new AssertionError("only files are asked for");
    }

    @Override
    public QueryAnswer query(PaymentNo paymentNo) {
        throw new AssertionError("only files are asked for");
    }

    @Override
    public CloseAnswer close(PaymentNo paymentNo, Money amount) {
        throw new AssertionError("only files are asked for");
    }

    @Override
    public RefundAnswer refund(RefundRequest request) {
        throw new AssertionError("only files are asked for");
    }
}
