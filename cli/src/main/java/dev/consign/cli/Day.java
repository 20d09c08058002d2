package dev.consign.cli;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a business date; what is none is wrong use, and nobody is asked about it.
final class Day implements ITypeConverter<LocalDate> {
    @Override
    public LocalDate convert(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException _) {
            throw new TypeConversionException(
                    "'%s' is no day such as 2026-11-20".formatted(Text.clean(text)));
        }
    }
}
