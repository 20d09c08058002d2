package dev.consign.testbed.attack;

import java.sql.SQLException;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;

/// Sells goods whose titles a spreadsheet would run, and reads the statement as it would: no cell
/// begins with a sign that begins a formula.
final class CsvAttack implements Attack.Round {
    private static final List<String> TITLES =
            List.of(
                    "=HYPERLINK(\"http://example.com\",\"click\")",
                    "\uFF1D1+1",
                    "a;=1+1",
                    "+1+1",
                    "-1+1",
                    "@SUM(A1)",
                    "\u00A0=1+1",
                    "a\",=1+1,\"b",
                    "\uFF0B1",
                    "\uFE63" + "1+1",
                    "\u3164=1+1",
                    "a\t=1+1",
                    "a\n=1+1",
                    "\u200B=1+1");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");

    @Override
    public void run(Target target, Tally tally, boolean quick)
            throws InterruptedException, SQLException {
        var goods = Goods.of(target);
        for (var title : quick ? TITLES.subList(0, 3) : TITLES) {
            Goods.Placed order;
            try {
                order = goods.order("CSV", title);
            } catch (IllegalStateException e) {
                // Refused when it was listed is as good.
                tally.check(
                        String.valueOf(e.getMessage()).startsWith("POST /api/items: 400"),
                        title + " cannot be sold: " + e.getMessage());
                continue;
            }
            goods.pay(order);
            var day = LocalDate.now(ZoneOffset.UTC);
            var path =
                    "/api/consignors/%s/statement?date=%s&format=csv"
                            .formatted(order.consignorId(), day);
            var answer = target.as("finance", "GET", path, "");
            if (answer.status() != 200 || !answer.body().contains(order.orderNo())) {
                tally.through("the sale of " + title + " is in no statement: " + answer);
            } else {
                tally.check(
                        answer.body().lines().noneMatch(CsvAttack::runs),
                        "a formula in the statement: " + title);
            }
        }
    }

    /// Also as those read it who split at semicolons and tabs.
    private static boolean runs(String line) {
        for (var cell : line.split("[,;\t]", -1)) {
            var seen = cell.replaceAll("^[\"\\s\\p{Z}\\p{C}\u3164]+", "");
            var usual = Normalizer.normalize(seen, Normalizer.Form.NFKC);
            if (!usual.isEmpty()
                    && "=+-@".indexOf(usual.charAt(0)) >= 0
                    && !NUMBER.matcher(usual.replace("\"", "")).matches()) {
                return true;
            }
        }
        return false;
    }
}
