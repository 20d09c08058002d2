package dev.consign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A callback's way is as docs/house.md tells it: seven classes, each called by the one before it
/// with none between them, but for the queue in the middle and the change set, in which what was
/// decided goes from the aggregate to the writer.
class CallbackWayTest {
    private static final Pattern STEP =
            Pattern.compile("(?m)^\\|[^|]*\\| `(\\w+)` \\| `([^`]+)` \\|$");
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    // Fixtures of other modules come in jars, which that option does not know.
                    .withImportOption(place -> !place.contains("-tests.jar"))
                    .importPackages("dev.consign.processor", "dev.consign.engine");

    @Test
    void the_page_names_seven_classes_that_are_there() throws IOException {
        assertThat(way().stream().map(JavaClass::getSimpleName))
                .containsExactly(
                        "CallbackEndpoint",
                        "FactSender",
                        "FactListener",
                        "OrderProcessor",
                        "OrderLoader",
                        "OrderAggregate",
                        "ChangeSetWriter");
    }

    @Test
    void each_calls_the_next_itself() throws IOException {
        var way = way();
        assertCalls(way.get(0), way.get(1));
        assertCalls(way.get(2), way.get(3));
        assertCalls(way.get(3), way.get(4));
        assertCalls(way.get(4), way.get(5));
        assertCalls(way.get(3), way.get(6));
        var changes = CLASSES.get("dev.consign.engine.change.ChangeSet");
        assertCalls(way.get(3), changes);
        assertCalls(changes, way.get(5));
        assertCalls(way.get(6), changes);
    }

    private static void assertCalls(JavaClass from, JavaClass to) {
        var calls =
                Stream.of(from.getCodeUnitCallsFromSelf(), from.getCodeUnitReferencesFromSelf())
                        .flatMap(one -> one.stream())
                        .filter(call -> call.getTargetOwner().equals(to));
        assertThat(calls).as("%s calls %s", from.getSimpleName(), to.getSimpleName()).isNotEmpty();
    }

    private static List<JavaClass> way() throws IOException {
        var home = Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
        return STEP.matcher(Files.readString(home.resolve("docs/house.md")))
                .results()
                .map(step ->
                        CLASSES.get(
                                "dev.consign.%s.%s"
                                        .formatted(step.group(2).replace('/', '.'), step.group(1))))
                .toList();
    }
}
