package dev.consign.processor.backoffice.approvals;

import dev.consign.money.Money;
import dev.consign.platform.refusal.Refused;
import java.util.List;

/// How much money whoever acts may move: so much alone, or what another person has approved. Asked
/// in the transaction that moves the money, once it is known how much that is: what it throws
/// undoes everything.
public sealed interface Allowance {
    /// Whether so much of this currency may be moved.
    boolean covers(Money moved);

    /// What to throw when it does not cover what would be moved.
    RuntimeException refusal(List<Money> moved);

    /// @param moved what is moved; each amount by itself
    /// @throws NeedsSecondPerson when it is more than one person may move
    /// @throws Refused when it is more than was approved
    default void check(List<Money> moved) {
        if (!moved.stream().allMatch(this::covers)) {
            throw refusal(moved);
        }
    }

    /// @param reason of who proposed it
    /// @return the same and who approved it, at most 400 characters
    String signed(String reason);

    /// Nobody has approved anything.
    ///
    /// @param limit minor units
    record Alone(long limit) implements Allowance {
        @Override
        public boolean covers(Money moved) {
            return moved.minor() <= limit;
        }

        @Override
        public RuntimeException refusal(List<Money> moved) {
            return new NeedsSecondPerson(moved);
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
        public boolean covers(Money moved) {
            return amounts.stream()
                    .anyMatch(most ->
                            most.currency().equals(moved.currency())
                                    && moved.minor() <= most.minor());
        }

        @Override
        public RuntimeException refusal(List<Money> moved) {
            return new Refused(new ApprovalRefusal.MoreThanProposed(moved));
        }

        @Override
        public String signed(String reason) {
            var end = " (approved by %s)".formatted(by);
            return reason.substring(0, Math.min(reason.length(), LONGEST - end.length())) + end;
        }
    }
}
