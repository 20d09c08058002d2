package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.annotation.Nullable;
import java.io.File;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that openapi-generator makes of the description, with no setting that is about us,
/// places an order. The generator is a program of its own, so that nothing of it is on any class
/// path here; the build puts it beside this module.
class GeneratedClientTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final Path HOME = Path.of(System.getProperty("consign.home"));
    private static final Path GENERATOR =
            HOME.resolve("testbed/target/generator/openapi-generator-cli.jar");
    private static final long PATIENCE_MINUTES = 5;

    @TempDir Path work;

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void it_places_an_order() throws Exception {
        Files.writeString(
                work.resolve("consign.json"),
                SHOP.send("", "GET", "/v3/api-docs", "").response().body());
        generate();
        compile();
        var item = SHOP.item("ASSET_CREDIT");
        SHOP.send("shop", "POST", "/api/items/" + item + "/stock", "{\"units\":5}");
        var classes = new URL[] {work.resolve("classes").toUri().toURL()};
        try (var loader = new URLClassLoader(classes, getClass().getClassLoader())) {
            var answer =
                    loader.loadClass("client.PlacesAnOrder")
                            .getMethod("place", String.class, String.class, String.class)
                            .invoke(
                                    null,
                                    "http://127.0.0.1:" + SHOP.port(),
                                    ShopServer.key("shop"),
                                    item);
            assertThat(String.valueOf(answer)).matches("O[0-9A-Z]{16} PROCESSING 27000");
        }
    }

    private void generate() throws Exception {
        assertThat(GENERATOR).as("mvn -pl testbed process-test-resources puts it there").exists();
        var log = work.resolve("generator.log").toFile();
        var generator =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                GENERATOR.toString(),
                                "generate",
                                "--generator-name=java",
                                "--library=native",
                                "--input-spec=" + work.resolve("consign.json"),
                                "--output=" + work.resolve("generated"),
                                "--invoker-package=client",
                                "--api-package=client.api",
                                "--model-package=client.model",
                                "--additional-properties=openApiNullable=false,useJakartaEe=true",
                                "--global-property=apiTests=false,modelTests=false,apiDocs=false,modelDocs=false")
                        .redirectErrorStream(true)
                        .redirectOutput(log)
                        .start();
        assertThat(generator.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(generator.exitValue()).as(Files.readString(log.toPath())).isZero();
    }

    /// What is used of it, and what that needs.
    private void compile() throws Exception {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var source =
                    Path.of(
                            Objects.requireNonNull(
                                            getClass().getResource("/client/PlacesAnOrder.java"))
                                    .toURI());
            var options =
                    List.of(
                            "-proc:none",
                            "-d",
                            work.resolve("classes").toString(),
                            "-sourcepath",
                            work.resolve("generated/src/main/java").toString(),
                            "-classpath",
                            needed());
            var compiled =
                    compiler.getTask(
                                    said,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjects(source))
                            .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    /// The libraries that every client of this kind has.
    private static String needed() {
        return Stream.of(
                        ObjectMapper.class,
                        JsonFactory.class,
                        JsonProperty.class,
                        JavaTimeModule.class,
                        Nullable.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
