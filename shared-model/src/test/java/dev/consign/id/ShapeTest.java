package dev.consign.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShapeTest {
    /// Every border of a range and its neighbours, and what is not ASCII but looks like it.
    private static final String NEAR =
            " !\"-./09:;@AHIJKLMNOPTUVZ[_`az{~\u007f\u0080\u00e9\u0130\uff21\n\0";

    @Test
    void it_says_the_same_as_the_regular_expression_it_stands_for() {
        same(Shape.of("[A-Za-z0-9._@:-]", 1, 64), "[A-Za-z0-9._@:-]{1,64}", "");
        same(Shape.of("[\\x21-\\x7e]", 1, 64), "[\\x21-\\x7e]{1,64}", "");
        same(Shape.of("[a-z]", "[a-z0-9-]", 1, 16), "[a-z][a-z0-9-]{0,15}", "");
        same(Shape.of("O", "[0-9A-HJKMNP-TV-Z]", 17, 17), "O[0-9A-HJKMNP-TV-Z]{16}", "O");
    }

    @Test
    void a_shape_of_no_text_is_none() {
        assertThatThrownBy(() -> Shape.of("[a-z]", 0, 3))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Shape.of("[a-z]", 3, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void same(Shape shape, String expression, String begin) {
        var pattern = Pattern.compile(expression);
        var random = new Random(1);
        var fitting =
                NEAR.chars()
                        .mapToObj(Character::toString)
                        .filter(one -> pattern.matcher(begin + one.repeat(16)).matches())
                        .collect(Collectors.joining());
        var found = 0;
        for (var i = 0; i < 20_000; i++) {
            var length = random.nextInt(70);
            var from = List.of(NEAR, fitting).get(i % 2);
            var text =
                    (i % 3 == 0 ? "" : begin)
                            + IntStream.range(0, i % 5 == 0 ? 16 : length)
                                    .mapToObj(_ ->
                                            Character.toString(
                                                    from.charAt(random.nextInt(from.length()))))
                                    .collect(Collectors.joining());
            var fits = pattern.matcher(text).matches();
            assertThat(shape.fits(text)).as("%s of '%s'", expression, text).isEqualTo(fits);
            found += fits ? 1 : 0;
        }
        assertThat(found).isBetween(1, 19_999);
    }
}
