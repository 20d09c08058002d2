package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.account.Payments;
import dev.consign.testbed.sandbox.account.Refusal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/// The gateway's files, with the differences that were planted in them.
final class Statements {
    private final Payments payments;
    private final JsonMapper json;
    private final Map<LocalDate, Planted> planted = new ConcurrentHashMap<>();

    Statements(Payments payments, JsonMapper json) {
        this.payments = payments;
        this.json = json;
    }

    /// @param file as in the path, `YYYY-MM-DD.csv`
    Reply file(String file) {
        if (!file.endsWith(".csv")) {
            throw new Refusal(404, "not_found", "a statement is called YYYY-MM-DD.csv");
        }
        var date = date(file.substring(0, file.length() - ".csv".length()));
        var differences = planted.getOrDefault(date, Planted.NOTHING);
        if (Boolean.TRUE.equals(differences.notReady())) {
            throw new Refusal(404, "statement_not_ready", "the statement is not made yet");
        }
        return Reply.csv(Statement.of(date, payments.all(), differences));
    }

    /// Takes the place of what was planted for the date before; an empty body plants nothing.
    Reply plant(String date, String body) {
        var differences = Json.read(json, body, Planted.class);
        planted.put(date(date), differences);
        return Reply.json(200, differences);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException _) {
            throw new Refusal(400, "bad_date", "a business date is written YYYY-MM-DD");
        }
    }
}
