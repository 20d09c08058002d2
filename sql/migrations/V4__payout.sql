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

-- An order whose proceeds were not paid out because money of its payment was in doubt (DESIGN section 6, rule 13): one row an
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
