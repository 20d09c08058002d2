-- What a consignor was paid for a business date, once for each currency. The row and its journal are written in one
-- transaction, with the consignor's row locked. request_id names the request that paid it (client and Idempotency-Key), so
-- that a request that died half-way still knows all it has paid. orders counts what was sold since the payout before.
-- The payout contains what was posted before posted_before and is in no payout before it, except held_minor: the proceeds of
-- orders that payout_hold names.
CREATE TABLE payout (
    payout_id     CHAR(17)    NOT NULL,
    consignor_id  CHAR(17)    NOT NULL,
    business_date DATE        NOT NULL,
    currency      CHAR(3)     NOT NULL,
    amount_minor  BIGINT      NOT NULL,
    orders        BIGINT      NOT NULL,
    posted_before DATETIME(3) NOT NULL,
    held_minor    BIGINT      NOT NULL,
    journal_key   VARCHAR(96) NOT NULL,
    request_id    BINARY(32)  NOT NULL,
    actor         VARCHAR(64) NOT NULL,
    -- The second person, where one was needed.
    approved_by   VARCHAR(64) NULL,
    paid_at       DATETIME(3) NOT NULL,
    PRIMARY KEY (payout_id),
    UNIQUE KEY payout_once (consignor_id, business_date, currency),
    UNIQUE KEY payout_journal (journal_key),
    KEY payout_of_day (business_date, payout_id),
    KEY payout_of_request (request_id, payout_id),
    CONSTRAINT payout_consignor FOREIGN KEY (consignor_id) REFERENCES consignor (consignor_id),
    CONSTRAINT payout_amount CHECK (amount_minor > 0),
    CONSTRAINT payout_orders CHECK (orders >= 0),
    CONSTRAINT payout_held CHECK (held_minor >= 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- An order whose proceeds were not paid out because money of its payment was in doubt (docs/rules.md, rule 13): one row an
-- order, since what a payout has released is paid and cannot be held back again. How much it is the ledger says: what the order
-- brought its consignor, less what was refunded of it. case_id is the doubt as the last payout saw it, dispute_no names a dispute
-- that has no open case. Written only by who holds the consignor's row.
CREATE TABLE payout_hold (
    order_no     CHAR(17)    NOT NULL,
    consignor_id CHAR(17)    NOT NULL,
    currency     CHAR(3)     NOT NULL,
    kind         VARCHAR(24) NOT NULL,
    case_id      CHAR(17)    NULL,
    dispute_no   VARCHAR(64) NULL,
    held_at      DATETIME(3) NOT NULL,
    released_at  DATETIME(3) NULL,
    payout_id    CHAR(17)    NULL,
    PRIMARY KEY (order_no),
    KEY payout_hold_of_consignor (consignor_id, released_at),
    KEY payout_hold_open (released_at, order_no),
    CONSTRAINT payout_hold_consignor FOREIGN KEY (consignor_id) REFERENCES consignor (consignor_id),
    CONSTRAINT payout_hold_why CHECK (case_id IS NOT NULL OR dispute_no IS NOT NULL),
    CONSTRAINT payout_hold_released CHECK ((released_at IS NULL) = (payout_id IS NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- How much has been paid out by whose word, by the hour (UTC): the sum of an hour is added to in the transaction that pays, and what
-- may still be paid is decided there. word is 'alone', or the proposal that another person has approved. The row of the year 1970
-- has no money; who pays holds it until the commit, so that of several who pay at once each knows what the others have paid.
CREATE TABLE payout_count (
    word         VARCHAR(17) NOT NULL,
    hour         DATETIME    NOT NULL,
    currency     CHAR(3)     NOT NULL,
    amount_minor BIGINT      NOT NULL,
    PRIMARY KEY (word, hour, currency)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- What one person wants done with much money, for another to approve (issue 11, number 1): who, what, until when, and what became
-- of it. request is what was sent, and is carried out as it stands; amounts, such as "CNY 27000,USD 5", is the most it may move.
-- One is open a subject: the database computes open_subject from the status. Nobody approves their own, whatever the program does:
-- an actor is role:name, and the names differ. answer is what the approval was answered with.
CREATE TABLE proposal (
    proposal_id  CHAR(17)     NOT NULL,
    action       VARCHAR(16)  NOT NULL,
    subject      VARCHAR(96)  NOT NULL,
    request      TEXT         CHARACTER SET utf8mb4 NOT NULL,
    amounts      VARCHAR(1000) NOT NULL,
    what         VARCHAR(200) CHARACTER SET utf8mb4 NOT NULL,
    reason       VARCHAR(400) CHARACTER SET utf8mb4 NOT NULL,
    status       VARCHAR(16)  NOT NULL,
    proposed_by  VARCHAR(64)  NOT NULL,
    proposed_at  DATETIME(3)  NOT NULL,
    expires_at   DATETIME(3)  NOT NULL,
    decided_by   VARCHAR(64)  NULL,
    decided_at   DATETIME(3)  NULL,
    decision     VARCHAR(400) CHARACTER SET utf8mb4 NULL,
    answer       MEDIUMTEXT   CHARACTER SET utf8mb4 NULL,
    open_subject VARCHAR(96) GENERATED ALWAYS AS (CASE WHEN status = 'OPEN' THEN subject END) VIRTUAL,
    PRIMARY KEY (proposal_id),
    UNIQUE KEY proposal_one_open (action, open_subject),
    KEY proposal_subject (subject, proposal_id),
    KEY proposal_status (status, proposal_id),
    CONSTRAINT proposal_action CHECK (action IN ('CASE_RESOLVE', 'REFUND', 'PAYOUT')),
    CONSTRAINT proposal_status CHECK (status IN ('OPEN', 'APPROVED', 'REJECTED', 'EXPIRED')),
    CONSTRAINT proposal_decided CHECK ((status = 'OPEN') = (decided_at IS NULL)),
    CONSTRAINT proposal_two_people CHECK (status <> 'APPROVED'
        OR SUBSTRING_INDEX(decided_by, ':', -1) <> SUBSTRING_INDEX(proposed_by, ':', -1))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
