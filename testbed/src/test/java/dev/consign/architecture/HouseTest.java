package dev.consign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The picture in docs/house.md is the house.
class HouseTest {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    private static final String ENGINE = "engine/src/main/java/dev/consign/engine";
    private static final String WINGS = "processor/src/main/java/dev/consign/processor";

    @Test
    void modules_are_those_of_the_build() throws IOException {
        var arrows = new ArrayList<String>();
        for (var module :
                all("<module>(.*?)</module>", Files.readString(HOME.resolve("pom.xml")))) {
            var pom = Files.readString(HOME.resolve(module).resolve("pom.xml"));
            var others =
                    all("(?s)<dependency>(.*?)</dependency>", pom).stream()
                            .filter(one -> one.contains("<groupId>dev.consign</groupId>"))
                            .filter(one -> !one.contains("<scope>test</scope>"))
                            .map(one -> all("<artifactId>(.*?)</artifactId>", one).getFirst())
                            .collect(Collectors.toCollection(TreeSet::new));
            arrows.add(arrow(module, others));
        }
        assertThat(drawn("modules")).isEqualTo(String.join("\n", arrows));
    }

    @Test
    void wings_are_those_of_the_sources() throws IOException {
        var arrows = new TreeMap<String, Set<String>>();
        var home = HOME.resolve(WINGS);
        try (var files = Files.walk(home)) {
            for (var file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                var path = home.relativize(file);
                if (path.getNameCount() > 1) {
                    var wing = path.getName(0).toString();
                    var others = arrows.computeIfAbsent(wing, _ -> new TreeSet<>());
                    others.addAll(
                            all(
                                    "(?m)^import (?:static )?dev\\.consign\\.processor\\.([a-z]+)\\.",
                                    Files.readString(file)));
                    others.remove(wing);
                }
            }
        }
        assertThat(drawn("wings"))
                .isEqualTo(
                        arrows.entrySet().stream()
                                .map(one -> arrow(one.getKey(), one.getValue()))
                                .collect(Collectors.joining("\n")));
    }

    @Test
    void packages_of_the_engine_are_those_of_the_sources() throws IOException {
        var arrows = new TreeMap<String, Set<String>>();
        var home = HOME.resolve(ENGINE);
        try (var files = Files.walk(home)) {
            for (var file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                var path = home.relativize(file);
                var own = path.getNameCount() > 1 ? path.getName(0).toString() : "engine";
                var others = arrows.computeIfAbsent(own, _ -> new TreeSet<>());
                all(
                                "(?m)^import (?:static )?dev\\.consign\\.engine\\.([a-z]+\\.|[A-Z])",
                                Files.readString(file))
                        .forEach(one ->
                                others.add(one.endsWith(".") ? one.replace(".", "") : "engine"));
                others.remove(own);
            }
        }
        assertThat(drawn("engine"))
                .isEqualTo(
                        arrows.entrySet().stream()
                                .map(one -> arrow(one.getKey(), one.getValue()))
                                .collect(Collectors.joining("\n")));
        // Who reaches nobody is taken away, until nobody is left: there is no circle.
        while (arrows.values().removeIf(Set::isEmpty)) {
            arrows.values().forEach(others -> others.retainAll(arrows.keySet()));
        }
        assertThat(arrows).isEmpty();
    }

    private static String arrow(String from, Set<String> to) {
        return to.isEmpty() ? from : from + " -> " + String.join(", ", to);
    }

    private static String drawn(String block) throws IOException {
        var page = Files.readString(HOME.resolve("docs/house.md"));
        return all("(?s)```" + block + "\\n(.*?)\\n?```", page).getFirst();
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
