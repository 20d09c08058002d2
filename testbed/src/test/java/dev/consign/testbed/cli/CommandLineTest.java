package dev.consign.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.consign.testbed.Main;
import dev.consign.testbed.process.JavaCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line as a process, against answers written down from the interface.
class CommandLineTest {
    @TempDir Path directory;
    private HttpServer processor;
    private volatile String asked = "";

    record Result(int code, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        processor =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(
                "/api/dead-letters",
                200,
                """
                [{"letterId":"7","status":"OPEN","cause":"UNDECODABLE","queue":"q","attempts":1,
                  "lastFailedAt":"2026-11-20T10:00:00Z","verdict":"BLOCKED","orderNo":null}]
                """);
        answer(
                "/api/dead-letters/8/requeue",
                409,
                """
                {"title":"Conflict","status":409,"code":"already_requeued",
                 "detail":"Letter 8 was requeued before."}
                """);
        processor.start();
    }

    @AfterEach
    void stop() {
        processor.stop(0);
    }

    @Test
    void a_list_is_a_table_and_the_filter_reaches_the_processor() throws Exception {
        var result = run("dlq", "list", "--cause", "UNDECODABLE", "--order", "A 1");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out().lines()).hasSize(2);
        assertThat(result.out()).contains("VERDICT").contains("BLOCKED");
        assertThat(asked)
                .isEqualTo("GET /api/dead-letters?cause=UNDECODABLE&orderNo=A%201 Bearer key-1");
    }

    @Test
    void a_refusal_is_one_sentence_with_its_code_and_exit_code_1() throws Exception {
        var result = run("dlq", "requeue", "8", "--reason", "stock is back");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().strip())
                .isEqualTo("already_requeued: Letter 8 was requeued before. (HTTP 409)");
    }

    private void answer(String path, int status, String body) {
        processor.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        asked =
                                exchange.getRequestMethod()
                                        + " "
                                        + exchange.getRequestURI()
                                        + " "
                                        + exchange.getRequestHeaders().getFirst("Authorization");
                        var bytes = body.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(status, bytes.length);
                        exchange.getResponseBody().write(bytes);
                    }
                });
    }

    private Result run(String... arguments) throws Exception {
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        var builder =
                new ProcessBuilder(JavaCommand.main(64, List.of(), Main.class, arguments))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        var url = "http://127.0.0.1:" + processor.getAddress().getPort();
        builder.environment().put("CONSIGN_URL", url);
        builder.environment().put("CONSIGN_API_KEY", "key-1");
        var process = builder.start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
