package dev.consign.testkit.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Writes the etc directory of a broker: the product's own files and the users of this run. The
/// product knows no user but its two programs; one more is added only where somebody asks for it.
final class BrokerFiles {
    static final String CONFIGURATION = "broker.xml";
    static final String LOGIN = "login.config";
    private static final String ROLES = "artemis-roles.properties";
    private static final String CERTIFICATES = "artemis-cert-users.properties";

    /// There only where the broker speaks TLS: the product's example, filled in.
    static final String TLS = "broker-tls.properties";

    private static final String USERS = "artemis-users.properties";

    /// A third user, who may send and browse wherever one of the two may, and whom neither
    /// believes.
    static final String TESTBED = "testbed";

    private static final Pattern QUEUE_RIGHTS =
            Pattern.compile(
                    "<security-setting match=\"consign\\.[^\"]*\">.*?</security-setting>",
                    Pattern.DOTALL);

    private BrokerFiles() {}

    /// @param etc created when missing; older files in it are replaced
    /// @param passwords password by user
    static void write(Path etc, Map<String, String> passwords) {
        try {
            Files.createDirectories(etc);
            for (var name : new String[] {CONFIGURATION, LOGIN, ROLES, CERTIFICATES}) {
                copy(name, etc);
            }
            if (passwords.containsKey(TESTBED)) {
                addTestbed(etc);
            }
            var users = new StringBuilder();
            new TreeMap<>(passwords)
                    .forEach((user, password) ->
                            users.append(user).append(" = ").append(password).append('\n'));
            var file = etc.resolve(USERS);
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, users, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the files of the broker to " + etc, e);
        }
    }

    private static void addTestbed(Path etc) throws IOException {
        var file = etc.resolve(CONFIGURATION);
        Files.writeString(
                file,
                QUEUE_RIGHTS
                        .matcher(Files.readString(file))
                        .replaceAll(rights ->
                                rights.group()
                                        .replaceAll(
                                                "(type=\"(?:send|browse)\" roles=\"[^\"]*)",
                                                "$1," + TESTBED)));
        Files.writeString(
                etc.resolve(ROLES), TESTBED + " = " + TESTBED + "\n", StandardOpenOption.APPEND);
    }

    /// Adds the right to ask the management, and to hold queues, to the user who fills them: the
    /// processor's, since nobody else's messages are taken in.
    static void letProcessorSteer(Path etc) {
        var file = etc.resolve(CONFIGURATION);
        try {
            var own = Files.readString(file);
            var steered =
                    own.replace(
                            "</security-settings>",
                            """
                              <security-setting match="mops.queue.#">
                                <permission type="view" roles="processor"/>
                                <permission type="edit" roles="processor"/>
                              </security-setting>
                            </security-settings>\
                            """);
            Files.writeString(file, steered);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot change " + file, e);
        }
    }

    private static void copy(String name, Path etc) throws IOException {
        try (var in = BrokerFiles.class.getClassLoader().getResourceAsStream("broker/" + name)) {
            if (in == null) {
                throw new IOException("broker/" + name + " is not on the class path");
            }
            Files.copy(in, etc.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
