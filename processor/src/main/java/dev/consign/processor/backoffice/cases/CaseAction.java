package dev.consign.processor.backoffice.cases;

import dev.consign.processor.backoffice.cases.stored.CaseRow;
import dev.consign.processor.security.Role;
import java.util.Locale;

/// What may be done to resolve a case, in the order in which it is offered. What moves money, or
/// says what a gateway did with money, is for finance to do.
enum CaseAction {
    /// The gateway returned money nobody had asked for, and that is all right.
    ACCEPT_REFUND(Role.FINANCE),
    /// The buyer's bank has the contested money for good, though the gateway never said so.
    ACCEPT_LOSS(Role.FINANCE),
    /// Hand out the goods for money that is held; of another amount than the price, the platform
    /// bears or keeps the difference.
    DELIVER(Role.FINANCE),
    /// Return money that the order holds without a use.
    REFUND(Role.FINANCE),
    /// Wait for the rest of an amount that was too small; the case stays open.
    WAIT(Role.SUPPORT),
    /// Stop asking the gateway to return money.
    KEEP_MONEY(Role.FINANCE),
    /// Ask the gateway once more what was given up asking. It decides nothing.
    ASK_AGAIN(Role.SUPPORT),
    /// The gateway's people say that it has the money: the gateway is asked, and its answer counts.
    CONFIRM_PAID(Role.FINANCE),
    /// The gateway's people say that nothing was paid and nothing can be.
    CONFIRM_CLOSED(Role.FINANCE),
    /// Take back the posting of money that never came (docs/rules.md, rule 18).
    REVERSE(Role.FINANCE),
    /// End an order in review that no money is held for; its stock is for sale again.
    GIVE_UP(Role.SUPPORT),
    /// Nothing: somebody has looked at it. Finance only where that decides about money (see
    /// [CaseRow#aboutMoney()]).
    NONE(Role.SUPPORT);

    private final Role least;

    CaseAction(Role least) {
        this.least = least;
    }

    /// As the audit has it.
    String audited() {
        return this == NONE ? "case.resolve" : "case.resolve." + name().toLowerCase(Locale.ROOT);
    }

    /// Whether it may only be done by finance, and under an Idempotency-Key.
    boolean decidesMoney(CaseRow row) {
        return role(row) == Role.FINANCE;
    }

    /// The role that is needed for it in this case; finance may do everything.
    Role role(CaseRow row) {
        return this == NONE && row.aboutMoney() ? Role.FINANCE : least;
    }
}
