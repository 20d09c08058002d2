package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/metrics.md says what is counted, in one spelling.
class MetricsPageTest {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    private static final List<String> MODULES =
            List.of(
                    "sql",
                    "platform",
                    "broker-config",
                    "engine",
                    "notify",
                    "processor",
                    "reconciler");
    private static final Pattern ROW =
            Pattern.compile(
                    "(?m)^\\| `(consign_\\w+)` \\| (\\w+) \\| ([\\w, ]*?) ?\\| (\\w+) \\| (.+) \\|$");
    private static final Pattern REGISTERED =
            Pattern.compile("\\b(counter|timer|gauge|builder)\\(\\s*\"(consign[^\"]*)\"");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(consign_\\w+)(?:\\{(.*)})? \\S+$");

    record Metric(String type, Set<String> labels, String program) {}

    @Test
    void every_meter_of_the_sources_is_on_the_page_and_none_besides() throws IOException {
        var registered = new TreeSet<String>();
        for (var module : MODULES) {
            try (var files = Files.walk(HOME.resolve(module).resolve("src/main/java"))) {
                for (var file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    matches(REGISTERED, Files.readString(file)).stream()
                            .map(MetricsPageTest::exported)
                            .forEach(registered::add);
                }
            }
        }
        assertThat(registered).allMatch(name -> name.matches("consign(_[a-z]+)+"));
        var page = new TreeSet<>(page().keySet());
        page.removeIf(name -> name.endsWith("_max"));
        assertThat(page).isEqualTo(registered);
    }

    @Test
    void what_both_programs_show_is_what_the_page_says() throws Exception {
        var consign = RunningConsign.get();
        // One that is counted, and one that is refused.
        consign.shop().order(consign.shop().credits(1), 1);
        Web.statusOf(consign.launcher().urls().get("processor") + "/api/orders", Map.of());
        var page = page();
        for (var program : List.of("processor", "reconciler")) {
            var shown =
                    Web.get(
                            consign.launcher().urls().get(program) + "/actuator/prometheus",
                            Map.of());
            var names = new HashSet<String>();
            for (var sample : matches(SAMPLE, shown)) {
                var name = sample.group(1).replaceFirst("_seconds_(count|sum)$", "_seconds");
                names.add(name);
                assertThat(page).containsKey(name);
                var metric = Objects.requireNonNull(page.get(name));
                assertThat(metric.program()).as(name).isIn(program, "both");
                assertThat(labels(sample)).as(name).isEqualTo(metric.labels());
                assertThat(shown).contains("# TYPE %s %s\n".formatted(name, metric.type()));
            }
            page.forEach((name, metric) -> {
                if (metric.type().equals("gauge")
                        && Set.of(program, "both").contains(metric.program())) {
                    assertThat(names).as("a gauge is there from the start").contains(name);
                }
            });
        }
    }

    private static Map<String, Metric> page() throws IOException {
        var found = new HashMap<String, Metric>();
        for (var row : matches(ROW, Files.readString(HOME.resolve("docs/metrics.md")))) {
            found.put(
                    row.group(1),
                    new Metric(row.group(2), words(row.group(3), ", "), row.group(4)));
        }
        return found;
    }

    /// As Prometheus shows it; a timer counts in seconds.
    private static String exported(MatchResult registered) {
        var name = registered.group(2);
        return registered.group(1).equals("timer") ? name + "_seconds" : name;
    }

    private static Set<String> labels(MatchResult sample) {
        var labels = sample.group(2);
        return labels == null
                ? Set.of()
                : matches(Pattern.compile("(\\w+)=\""), labels).stream()
                        .map(label -> label.group(1))
                        .collect(Collectors.toSet());
    }

    private static Set<String> words(String list, String separator) {
        return list.isBlank() ? Set.of() : Set.of(list.split(separator, -1));
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
