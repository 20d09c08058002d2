package dev.consign.processor.backoffice.reconciliations;

import dev.consign.gateway.registry.GatewayRegistry;
import dev.consign.id.GatewayCode;
import dev.consign.id.NumberPrefix;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.list.Superseded;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.security.Caller;
import dev.consign.reconciliation.BreakStatus;
import dev.consign.reconciliation.BreakType;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/// Reconciliation over HTTP: a run is asked for, and its report is read when it is there.
@RestController
@RequestMapping("/api/reconciliations")
class ReconciliationController {
    private static final LocalDate FIRST_DATE = LocalDate.of(2000, 1, 1);

    private final Requesting requesting;
    private final Reports reports;
    private final List<GatewayCode> gateways;
    private final InstantSource clock;

    ReconciliationController(
            Requesting requesting, Reports reports, GatewayRegistry gateways, InstantSource clock) {
        this.requesting = requesting;
        this.reports = reports;
        this.gateways = gateways.codes();
        this.clock = clock;
    }

    /// Fetches the gateway's file of a date and compares it with our books.
    @PostMapping(
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = Requesting.Requested.class)))
    ResponseEntity<String> run(
            @RequestHeader(name = IdempotentRequest.HEADER, required = false) @Nullable String key,
            @RequestBody @Nullable RunRequest body,
            @AuthenticationPrincipal Caller caller) {
        var asked = Fields.body(body);
        var wanted = wanted(asked);
        var answer =
                key == null
                        ? requesting.requestWithoutKey(wanted, caller.actor())
                        : requesting.request(
                                request(caller, key, asked, ""), wanted, caller.actor());
        return answer.response();
    }

    /// The same with the file itself, for a gateway that does not give it to us.
    @PostMapping(
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = Requesting.Requested.class)))
    ResponseEntity<String> runWith(
            @RequestHeader(name = IdempotentRequest.HEADER, required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String gateway,
            @RequestParam(required = false) @Nullable String businessDate,
            @RequestPart(required = false) @Nullable MultipartFile statement,
            @AuthenticationPrincipal Caller caller)
            throws IOException {
        if (statement == null) {
            throw Fields.invalid(
                    "statement is missing: it must be a part of the form, and have a file name");
        }
        if (statement.isEmpty()) {
            throw Fields.invalid("statement must be a file that is not empty");
        }
        var asked = new RunRequest(gateway, businessDate);
        var wanted = wanted(asked);
        var file = digest(statement);
        var request =
                key == null ? requesting.unkeyed(wanted, file) : request(caller, key, asked, file);
        return requesting.requestWith(request, wanted, statement, caller.actor()).response();
    }

    @GetMapping
    KeysetPage<RunView> list(
            @RequestParam(required = false) @Nullable String gateway,
            @RequestParam(required = false) @Nullable String businessDate,
            PageQuery page,
            @Superseded(by = "after") @RequestParam(required = false) @Nullable String before) {
        var date = businessDate == null ? null : Fields.date("businessDate", businessDate);
        var one = Fields.filter("gateway", gateway, GatewayCode::new);
        return reports.runs(
                one == null ? null : one.value(), date, page.window(NumberPrefix.RUN, before));
    }

    @GetMapping("/{runId}")
    RunView show(@PathVariable String runId) {
        return reports.run(runId);
    }

    /// In the order in which they were first seen.
    @GetMapping("/{runId}/breaks")
    KeysetPage<BreakView> breaks(
            @PathVariable String runId,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String status,
            PageQuery page) {
        var one = Fields.filter("type", type, BreakType.values());
        var as = Fields.filter("status", status, BreakStatus.values());
        var window = page.window(NumberPrefix.BREAK);
        var run = reports.run(runId);
        return reports.breaks(run.runId(), one, as, window);
    }

    private RequestedRun wanted(RunRequest asked) {
        var gateway = Fields.shaped("gateway", asked.gateway, GatewayCode::new);
        if (!gateways.contains(gateway)) {
            throw Fields.notFound("gateway " + gateway);
        }
        var date = Fields.date("businessDate", asked.businessDate);
        var today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        if (date.isAfter(today) || date.isBefore(FIRST_DATE)) {
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "business_date_out_of_range",
                    "businessDate must be from %s to %s, today in UTC."
                            .formatted(FIRST_DATE, today));
        }
        return new RequestedRun(gateway, date);
    }

    /// @param file what it is, so that another file under the same key is told from a repeat
    private static IdempotentRequest request(
            Caller caller, String key, RunRequest asked, String file) {
        var body = "%s\n%s\n%s".formatted(asked.gateway, asked.businessDate, file);
        return IdempotentRequest.of(
                caller.name(),
                key,
                "POST",
                "/api/reconciliations",
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(MultipartFile file) throws IOException {
        try (InputStream bytes = file.getInputStream()) {
            var digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(bytes, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// @param businessDate a UTC day such as 2026-11-20, today at the latest
    record RunRequest(@Nullable String gateway, @Nullable String businessDate) {}
}
