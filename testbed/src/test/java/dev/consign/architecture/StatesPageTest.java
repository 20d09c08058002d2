package dev.consign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.order.OrderMove;
import dev.consign.order.OrderStatus;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.PaymentStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pictures in docs/states.md are those of the model; when one is not true any more the right
/// one is printed.
class StatesPageTest {
    private static final Pattern PICTURE = Pattern.compile("(?s)```mermaid\\n(.*?)```");

    @Test
    void pictures_are_those_of_the_moves() throws IOException {
        var home = Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
        var drawn =
                PICTURE.matcher(Files.readString(home.resolve("docs/states.md")))
                        .results()
                        .map(one -> one.group(1))
                        .toList();
        assertThat(drawn).containsExactly(orders(), payments());
    }

    private static String orders() {
        var arrows = new ArrayList<String>();
        arrows.add(arrow("[*]", OrderStatus.AWAITING_PAYMENT.name(), "PLACE"));
        for (var move : OrderMove.values()) {
            arrows.addAll(arrows(OrderStatus.values(), move, move.from(), move.to()));
        }
        return picture(arrows);
    }

    private static String payments() {
        var arrows = new ArrayList<String>();
        arrows.add("[*] --> " + PaymentStatus.CREATED);
        for (var move : PaymentMove.values()) {
            arrows.addAll(arrows(PaymentStatus.values(), move, move.from(), move.to()));
        }
        return picture(arrows);
    }

    private static <S extends Enum<S>> List<String> arrows(
            S[] all, Enum<?> move, Collection<S> from, S to) {
        return Arrays.stream(all)
                .filter(from::contains)
                .map(one -> arrow(one.name(), to.name(), move.name()))
                .toList();
    }

    private static String arrow(String from, String to, String move) {
        return "%s --> %s: %s".formatted(from, to, move);
    }

    private static String picture(List<String> arrows) {
        return "stateDiagram-v2\n    " + String.join("\n    ", arrows) + "\n";
    }
}
