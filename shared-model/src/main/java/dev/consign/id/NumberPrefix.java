package dev.consign.id;

/// The letter that tells a reader what a number names, for all numbers that [IdSource] makes: one
/// letter never stands for two things (issue 13).
public enum NumberPrefix {
    ORDER('O'),
    PAYMENT('P'),
    REFUND('R'),
    CONSIGNOR('C'),
    ITEM('I'),
    PAYOUT('Y'),
    /// Something a person must look at.
    CASE('K'),
    /// What one person wants done, for another to approve.
    PROPOSAL('Q'),
    /// A gateway task.
    TASK('T'),
    /// What was learned of a payment, and what became of it.
    EVIDENCE('E'),
    /// A fact of the reconciler's own that waits for the engine.
    INBOX_FACT('G'),
    /// A callback nobody has a word for, kept as it came.
    CALLBACK('M'),
    /// A message's own try to be sent, by which the broker knows its repeat.
    SEND('D'),
    /// A message that waits for its relay.
    OUTBOX_MESSAGE('J'),
    DEAD_LETTER('L'),
    /// Word to the shop, a consignor or a buyer.
    NOTIFICATION('N'),
    /// Word that only tries a webhook out.
    TEST_EVENT('V'),
    WEBHOOK('W'),
    /// A run of reconciliation.
    RUN('U'),
    /// A gateway's own file of a day.
    STATEMENT('S'),
    /// A difference between a statement and our books.
    BREAK('B'),
    AUDIT_ENTRY('A'),
    /// What a failure of ours is found under in the log.
    FAILURE('F'),
    /// Who holds leases.
    WORKER('Z');

    private final char letter;

    NumberPrefix(char letter) {
        this.letter = letter;
    }

    /// The first character of the number.
    public char letter() {
        return letter;
    }
}
