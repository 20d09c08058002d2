package dev.consign.processor.backoffice.cases;

import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.order.Doubt;
import dev.consign.platform.refusal.Refusal;
import java.util.List;

/// Why nothing was done about a case.
sealed interface CaseRefusal extends Refusal {
    /// It is closed already.
    ///
    /// @param by a person, or the engine
    record AlreadyResolved(String by, String resolution) implements CaseRefusal {}

    /// The case, or its order, is not such that this can be done.
    ///
    /// @param why one sentence
    record NotPossible(String why) implements CaseRefusal {}

    /// What the gateway's people say is not what the books say, or what a gateway said.
    ///
    /// @param why one sentence or two
    record NotConfirmed(String why) implements CaseRefusal {}

    /// Several payments of the order could be the one that is meant.
    record PaymentNotNamed() implements CaseRefusal {}

    /// Nobody else looks after what is left once it is closed.
    ///
    /// @param left what that is
    record NeedsAction(List<String> left) implements CaseRefusal {}

    /// Nobody asks a gateway about money that is in doubt.
    record InDoubt(Doubt doubt) implements CaseRefusal {}

    /// The rules forbid it.
    record Forbidden(Command command, Decision.Refused refused) implements CaseRefusal {}
}
