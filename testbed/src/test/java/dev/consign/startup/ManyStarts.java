package dev.consign.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/// Starts one finished program again and again in a process of its own, each time with another
/// environment: a JVM and its classes cost ten times what a refused start does. Runs on the class
/// path of the program, and needs nothing else.
final class ManyStarts {
    /// Comes after what each start has said, with the number of the start.
    static final String REFUSED = "=== refused: ";

    /// The same for a start that was not refused.
    static final String STARTED = "=== started: ";

    private ManyStarts() {}

    /// @param arguments the program's main class; each line of the input names a file with the
    ///   environment of the next start
    public static void main(String[] arguments) throws Exception {
        var program = Class.forName(arguments[0]);
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        var number = 0;
        String file;
        while ((file = input.readLine()) != null) {
            number++;
            var result = refuses(program, Path.of(file)) ? REFUSED : STARTED;
            System.out.println(result + number);
        }
    }

    /// As the program's own `main` does: what that does not catch ends the process with an exit
    /// code of its own.
    private static boolean refuses(Class<?> program, Path file) throws IOException {
        var application = new SpringApplication(program);
        var environment = new StandardEnvironment();
        var own = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment
                .getPropertySources()
                .replace(own, new SystemEnvironmentPropertySource(own, settings(file)));
        application.setEnvironment(environment);
        try {
            application.run().close();
            return false;
        } catch (RuntimeException _) {
            return true;
        }
    }

    private static Map<String, Object> settings(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        var settings = new LinkedHashMap<String, Object>();
        properties.forEach((name, value) -> settings.put((String) name, value));
        return settings;
    }
}
