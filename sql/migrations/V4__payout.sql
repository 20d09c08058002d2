-- What a consignor was paid for a business date, once for each currency. The row and its journal are written in one
-- transaction, with the consignor's row locked. request_id names the request that paid it (client and Idempotency-Key), so
-- that a request that died half-way still knows all it has paid. orders counts what was sold since the payout before.
CREATE TABLE payout (
    payout_id     CHAR(17)    NOT NULL,
    consignor_id  CHAR(17)    NOT NULL,
    business_date DATE        NOT NULL,
    currency      CHAR(3)     NOT NULL,
    amount_minor  BIGINT      NOT NULL,
    orders        BIGINT      NOT NULL,
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
    CONSTRAINT payout_orders CHECK (orders >= 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
