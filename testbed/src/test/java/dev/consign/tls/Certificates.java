package dev.consign.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An authority of a test and what it signs, made by the JDK's own keytool; worth nothing after two
/// days.
final class Certificates {
    static final String PASSWORD = "only-of-this-test";

    private final Path directory;
    private final String name;

    /// @param name of the authority
    Certificates(Path directory, String name) throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        this.name = name;
        make(name, "CN=" + name, "-ext", "bc:c");
        keytool(store(name), "-exportcert", "-alias", name, "-rfc", "-file", pem(name).toString());
        keytool(trust(), "-importcert", "-alias", name, "-noprompt", "-file", pem(name).toString());
    }

    /// Those who trust this authority.
    Path trust() {
        return directory.resolve(name + "-trust.p12");
    }

    /// The certificate of the authority, or of a subject that it has signed.
    Path pem(String of) {
        return directory.resolve(of + ".pem");
    }

    /// @param extension what it is for, as keytool writes it
    /// @return a store with the key and its chain
    Path signed(String subject, String distinguishedName, String extension)
            throws IOException, InterruptedException {
        var store = store(subject);
        var request = directory.resolve(subject + ".request").toString();
        var certificate = pem(subject).toString();
        make(subject, distinguishedName);
        keytool(store, "-certreq", "-alias", subject, "-file", request);
        var sign = List.of("-gencert", "-alias", name, "-rfc", "-ext", extension, "-validity", "2");
        var files = List.of("-infile", request, "-outfile", certificate);
        keytool(store(name), join(sign, files));
        keytool(store, "-importcert", "-alias", name, "-noprompt", "-file", pem(name).toString());
        keytool(store, "-importcert", "-alias", subject, "-file", certificate);
        return store;
    }

    /// @return a file with the key of a subject, not encrypted
    Path key(String subject) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(store(subject).toFile(), PASSWORD.toCharArray());
        var key = store.getKey(subject, PASSWORD.toCharArray()).getEncoded();
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return Files.writeString(
                directory.resolve(subject + ".key"),
                "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(lines));
    }

    private Path store(String of) {
        return directory.resolve(of + ".p12");
    }

    private void make(String subject, String distinguishedName, String... more)
            throws IOException, InterruptedException {
        var key = List.of("-genkeypair", "-alias", subject, "-dname", distinguishedName);
        var kind = List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2");
        keytool(store(subject), join(key, kind, List.of(more)));
    }

    @SafeVarargs
    private static String[] join(List<String>... parts) {
        var all = new ArrayList<String>();
        for (var part : parts) {
            all.addAll(part);
        }
        return all.toArray(String[]::new);
    }

    private static void keytool(Path store, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
