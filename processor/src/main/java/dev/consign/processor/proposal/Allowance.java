package dev.consign.processor.proposal;

import dev.consign.money.Money;
import dev.consign.processor.problem.ApiFailure;
import java.util.List;
import org.springframework.http.HttpStatus;

/// How much money whoever acts may move: so much alone, or what another person has approved. Asked
/// in the transaction that moves the money, once it is known how much that is: what it throws
/// undoes everything.
public sealed interface Allowance {
    /// @param moved what is moved; each amount by itself
    /// @throws NeedsSecondPerson when it is more than one person may move
    /// @throws ApiFailure when it is more than was approved
    void check(List<Money> moved);

    /// @param reason of who proposed it
    /// @return the same and who approved it, at most 400 characters
    String signed(String reason);

    /// Nobody has approved anything.
    ///
    /// @param limit minor units
    record Alone(long limit) implements Allowance {
        @Override
        public void check(List<Money> moved) {
            if (moved.stream().anyMatch(one -> one.minor() > limit)) {
                throw new NeedsSecondPerson(moved);
            }
        }

        @Override
        public String signed(String reason) {
            return reason;
        }
    }

    /// @param amounts the most of each currency
    /// @param by the second person
    record Approved(List<Money> amounts, String by) implements Allowance {
        private static final int LONGEST = 400;

        @Override
        public void check(List<Money> moved) {
            for (var one : moved) {
                if (amounts.stream().noneMatch(most -> covers(most, one))) {
                    throw new ApiFailure(
                            HttpStatus.CONFLICT,
                            "proposal_outdated",
                            "It would move %s now, more than was proposed; reject it and propose it anew."
                                    .formatted(one));
                }
            }
        }

        @Override
        public String signed(String reason) {
            var end = " (approved by %s)".formatted(by);
            return reason.substring(0, Math.min(reason.length(), LONGEST - end.length())) + end;
        }

        private static boolean covers(Money most, Money moved) {
            return most.currency().equals(moved.currency()) && moved.minor() <= most.minor();
        }
    }
}
