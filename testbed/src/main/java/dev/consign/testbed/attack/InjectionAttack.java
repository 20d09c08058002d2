package dev.consign.testbed.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.sql.SQLException;
import java.util.List;

/// Strings that mean something to a database, a template, a log, a browser or a spreadsheet, in
/// every text of every body, in every parameter and every path: refused or taken for a text, never
/// a failure of ours, and never run.
final class InjectionAttack implements Attack.Round {
    private static final List<String> STRINGS =
            List.of(
                    "' OR '1'='1",
                    "'; DROP TABLE orders; -- ",
                    "${jndi:ldap://127.0.0.1:1/a}",
                    "\u202Egnp.exe",
                    "\" OR 1=1 #",
                    "1; SELECT SLEEP(20)",
                    "' UNION SELECT api_key FROM operator -- ",
                    "\\'; SHUTDOWN; -- ",
                    "%' AND 1=1 AND '%'='",
                    "${7*7}",
                    "#{T(java.lang.Runtime).getRuntime().exec('id')}",
                    "{{7*7}}",
                    "<script>alert(1)</script>",
                    "\"><img src=x onerror=alert(1)>",
                    "../../../../etc/passwd",
                    "..\\..\\windows\\win.ini",
                    "file:///etc/passwd",
                    "http://169.254.169.254/latest/meta-data/",
                    "a\r\nSet-Cookie: a=b",
                    "a\u0000b",
                    "\uFEFFa",
                    "\uD83D\uDE00",
                    "=cmd|'/c calc'!A1",
                    "$(id)",
                    "`id`",
                    "| id",
                    "%n%n%s%s",
                    "x".repeat(100_000),
                    "-1",
                    "9223372036854775808",
                    "NaN",
                    "null",
                    "true");

    @Override
    public void run(Target target, Tally tally, boolean quick)
            throws InterruptedException, SQLException {
        var strings = quick ? STRINGS.subList(0, 4) : STRINGS;
        for (var operation : target.operations()) {
            for (var string : strings) {
                inBody(target, tally, operation, string);
                inAddress(target, tally, operation, string);
            }
        }
        tally.check(
                target.count(
                                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'orders'")
                        == 1,
                "the table of orders is gone");
    }

    private static void inBody(Target target, Tally tally, Operation operation, String string)
            throws InterruptedException {
        for (var body : operation.bodiesWith(string)) {
            tally.mustSurvive(
                    operation + " " + body,
                    target.as(operation.role(), operation.method(), operation.at("X1"), body));
        }
    }

    private static void inAddress(Target target, Tally tally, Operation operation, String string)
            throws InterruptedException {
        if (string.length() > 1_000) {
            return;
        }
        var encoded = URLEncoder.encode(string, UTF_8).replace("+", "%20");
        for (var name : operation.query()) {
            var path = operation.at("X1") + "?" + name + "=" + encoded;
            tally.mustSurvive(
                    operation.method() + " " + path,
                    target.as(operation.role(), operation.method(), path, operation.body()));
        }
        if (operation.hasVariables()) {
            tally.mustSurvive(
                    operation + " at " + encoded,
                    target.as(
                            operation.role(),
                            operation.method(),
                            operation.at(encoded),
                            operation.body()));
        }
    }
}
