package dev.consign.processor.backoffice.statements;

import dev.consign.id.ConsignorId;
import dev.consign.processor.api.problem.Fields;
import dev.consign.sql.Patience;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What a consignor earned and was paid, for programs and for spreadsheets.
@RestController
class StatementController {
    private static final MediaType CSV = MediaType.parseMediaType("text/csv");

    private final Statements statements;

    StatementController(Statements statements) {
        this.statements = statements;
    }

    /// One UTC day, JSON or CSV (`Accept: text/csv` or `format=csv`), in all currencies or in one.
    @GetMapping("/api/consignors/{id}/statement")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = StatementView.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    @Nullable ResponseEntity<StatementView> statement(
            @PathVariable String id,
            @RequestParam String date,
            @RequestParam(required = false) @Nullable String currency,
            @RequestParam(required = false) @Nullable String format,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
            HttpServletResponse response)
            throws IOException {
        var consignor = consignor(id);
        var day = Fields.date("date", date);
        var one =
                currency == null
                        ? null
                        : Fields.shaped("currency", currency, Currency::getInstance)
                                .getCurrencyCode();
        var asCsv = wantsCsv(format, accept);
        statements.require(consignor);
        // The balance of a day is the sum of all before it.
        if (asCsv) {
            Patience.<LocalDate, IOException>unlimited(() -> {
                writeCsv(consignor, day, one, response);
                return day;
            });
            return null;
        }
        var answer = ResponseEntity.ok();
        return (format == null ? answer : answer.contentType(MediaType.APPLICATION_JSON))
                .body(
                        Patience.<StatementView, RuntimeException>unlimited(
                                () -> StatementReport.of(statements, consignor, day, one)));
    }

    private void writeCsv(
            ConsignorId consignor,
            LocalDate day,
            @Nullable String currency,
            HttpServletResponse response)
            throws IOException {
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"statement-%s-%s.csv\"".formatted(consignor, day));
        var out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        StatementCsv.write(statements, consignor, day, currency, out);
        out.flush();
    }

    private static ConsignorId consignor(String id) {
        try {
            return new ConsignorId(id);
        } catch (IllegalArgumentException _) {
            throw Fields.notFound("such consignor");
        }
    }

    private static boolean wantsCsv(@Nullable String format, @Nullable String accept) {
        return switch (format) {
            case "csv" -> true;
            case "json" -> false;
            case null -> accept != null && prefersCsv(accept);
            default -> throw Fields.invalid("format must be json or csv");
        };
    }

    private static boolean prefersCsv(String accept) {
        return quality(accept, CSV) > quality(accept, MediaType.APPLICATION_JSON);
    }

    /// How welcome a type is; 0 when it is not.
    private static double quality(String accept, MediaType type) {
        try {
            return MediaType.parseMediaTypes(accept).stream()
                    .filter(range -> range.includes(type))
                    .mapToDouble(MediaType::getQualityValue)
                    .max()
                    .orElse(0);
        } catch (InvalidMediaTypeException _) {
            return 0;
        }
    }
}
