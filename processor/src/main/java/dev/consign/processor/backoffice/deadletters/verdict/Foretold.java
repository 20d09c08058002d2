package dev.consign.processor.backoffice.deadletters.verdict;

import dev.consign.processor.backoffice.deadletters.stored.DecodedBody;
import dev.consign.processor.backoffice.deadletters.stored.StoredDeadLetter;
import dev.consign.processor.backoffice.deadletters.verdict.Verdict.Code;
import dev.consign.processor.security.Role;
import java.util.EnumSet;
import java.util.Set;

/// What would become of a letter, and who may decide it: where money hangs on it, finance alone
/// (issue 10). To send such a letter again pays somebody; to give it up forgets that somebody has
/// paid.
///
/// @param decidedBy who may requeue or discard an open letter, or take a discard back; empty when
///   there is nothing to decide
public record Foretold(Verdict verdict, Set<Role> decidedBy) {
    private static final Set<Role> ANYBODY = EnumSet.of(Role.SUPPORT, Role.FINANCE, Role.OPS);

    static Foretold of(StoredDeadLetter letter, DecodedBody contents, Verdict verdict) {
        return new Foretold(
                verdict,
                switch (letter.status()) {
                    case OPEN ->
                            verdict.code() != Code.NO_OP && letter.speaksOfMoney(contents)
                                    ? EnumSet.of(Role.FINANCE)
                                    : ANYBODY;
                    case DISCARDED -> ANYBODY;
                    case REQUEUED, RESOLVED -> EnumSet.noneOf(Role.class);
                });
    }
}
