-- Reconciliation: the gateway's own file of a business date against our books. Written by the reconciler, except that the
-- processor inserts the run (it is the API) and the parts of a file that a person gave.

-- One row a run. due_at is null once the run has ended. fence rises with every claim: the write of a worker whose lease ran
-- out hits no row. lines_total is null until the file was checked. working is 1 while somebody works on the run, and unique a gateway and date: no two runs of one day mix.
CREATE TABLE recon_run (
    run_id        CHAR(17)     NOT NULL,
    gateway       VARCHAR(16)  NOT NULL,
    business_date DATE         NOT NULL,
    origin        VARCHAR(16)  NOT NULL,
    status        VARCHAR(16)  NOT NULL,
    lines_total   BIGINT       NULL,
    lines_read    BIGINT       NOT NULL,
    lines_compared BIGINT      NOT NULL DEFAULT 0,
    lines_matched BIGINT       NOT NULL,
    statement_id  CHAR(17)     NULL,
    failure       VARCHAR(32)  NULL,
    why           VARCHAR(400) CHARACTER SET utf8mb4 NULL,
    actor         VARCHAR(64)  NOT NULL,
    requested_at  DATETIME(3)  NOT NULL,
    ended_at      DATETIME(3)  NULL,
    due_at        DATETIME(3)  NULL,
    attempts      INT          NOT NULL,
    working       TINYINT      NULL,
    lease_owner   VARCHAR(64)  NULL,
    lease_until   DATETIME(3)  NULL,
    fence         BIGINT       NOT NULL,
    PRIMARY KEY (run_id),
    UNIQUE KEY recon_run_one_at_a_time (gateway, business_date, working),
    KEY recon_run_day (gateway, business_date, run_id),
    KEY recon_run_date (business_date, run_id),
    KEY recon_run_due (due_at),
    CONSTRAINT recon_run_origin CHECK (origin IN ('FETCHED', 'UPLOADED')),
    CONSTRAINT recon_run_status CHECK (status IN ('REQUESTED', 'FETCHING', 'READING', 'MATCHING', 'DONE', 'FAILED')),
    CONSTRAINT recon_run_ended CHECK ((status IN ('DONE', 'FAILED')) = (due_at IS NULL)),
    CONSTRAINT recon_run_failed CHECK ((status = 'FAILED') = (failure IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- A file that a person gave, in parts of a size every server takes. Deleted when its run has ended.
CREATE TABLE recon_upload (
    run_id      CHAR(17)    NOT NULL,
    part        INT         NOT NULL,
    bytes       MEDIUMBLOB  NOT NULL,
    uploaded_at DATETIME(3) NOT NULL,
    PRIMARY KEY (run_id, part),
    KEY recon_upload_age (uploaded_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- One file as it was read. is_current is 1 or null: a gateway and date have one current file, and its lines are the only
-- copy. A file that is being read, or was replaced, is not current and its lines are nobody's evidence.
CREATE TABLE gateway_statement (
    statement_id  CHAR(17)    NOT NULL,
    gateway       VARCHAR(16) NOT NULL,
    business_date DATE        NOT NULL,
    digest        BINARY(32)  NOT NULL,
    total_lines   BIGINT      NOT NULL,
    is_current    TINYINT     NULL,
    read_at       DATETIME(3) NOT NULL,
    PRIMARY KEY (statement_id),
    UNIQUE KEY gateway_statement_current (gateway, business_date, is_current),
    CONSTRAINT gateway_statement_mark CHECK (is_current = 1)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- One line in the gateway's words; the amount of a movement is positive, kind says which way. A line that we have no word
-- for is OTHER: word is the file's own, flaw what is not understood, its numbers are as the file has them, empty where it has
-- none, and its amount has the file's sign. The keys begin with the number, not the date: a payment is looked for in every
-- current file, since clocks differ at midnight.
CREATE TABLE statement_line (
    statement_id   CHAR(17)    NOT NULL,
    line_no        INT         NOT NULL,
    kind           VARCHAR(16) NOT NULL,
    word           VARCHAR(64) CHARACTER SET utf8mb4 NULL,
    flaw           VARCHAR(80) NULL,
    payment_no     VARCHAR(64) NOT NULL,
    refund_no      VARCHAR(64) NULL,
    transaction_id VARCHAR(64) NOT NULL,
    currency       CHAR(3)     NOT NULL,
    amount_minor   BIGINT      NOT NULL,
    fee_minor      BIGINT      NOT NULL,
    occurred_at    DATETIME(3) NOT NULL,
    PRIMARY KEY (statement_id, line_no),
    KEY statement_line_payment (payment_no, statement_id, kind),
    KEY statement_line_refund (refund_no, statement_id),
    KEY statement_line_movement (statement_id, transaction_id, kind, refund_no),
    CONSTRAINT statement_line_kind CHECK (kind IN ('PAYMENT', 'REFUND', 'REFUND_RETURNED', 'OTHER')),
    CONSTRAINT statement_line_amount CHECK (amount_minor > 0 OR kind = 'OTHER'),
    CONSTRAINT statement_line_word CHECK ((kind = 'OTHER') = (word IS NOT NULL AND flaw IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- A difference between the file of a date and our books. One row for one difference, however many runs find it; what is put
-- right becomes GONE and stays. currency and amount_minor are the money in question, the other four what each side says.
-- transaction_id is the gateway's where it says one; here_transaction_id is ours where it is another. for_engine marks what is
-- a payment fact and goes to the engine.
CREATE TABLE recon_break (
    break_id       CHAR(17)     NOT NULL,
    gateway        VARCHAR(16)  NOT NULL,
    business_date  DATE         NOT NULL,
    type           VARCHAR(24)  NOT NULL,
    reference      VARCHAR(144) NOT NULL,
    status         VARCHAR(16)  NOT NULL,
    for_engine     TINYINT      NOT NULL,
    payment_no     VARCHAR(64)  NULL,
    refund_no      VARCHAR(64)  NULL,
    transaction_id VARCHAR(64)  NULL,
    here_transaction_id VARCHAR(64) NULL,
    line_no        INT          NULL,
    currency       CHAR(3)      NOT NULL,
    amount_minor   BIGINT       NOT NULL,
    there_currency CHAR(3)      NULL,
    there_minor    BIGINT       NULL,
    here_currency  CHAR(3)      NULL,
    here_minor     BIGINT       NULL,
    occurred_at    DATETIME(3)  NULL,
    why            VARCHAR(400) CHARACTER SET utf8mb4 NOT NULL,
    first_run_id   CHAR(17)     NOT NULL,
    last_run_id    CHAR(17)     NOT NULL,
    found_at       DATETIME(3)  NOT NULL,
    changed_at     DATETIME(3)  NOT NULL,
    PRIMARY KEY (break_id),
    UNIQUE KEY recon_break_once (gateway, business_date, type, reference),
    KEY recon_break_of_run (last_run_id, for_engine, break_id),
    KEY recon_break_payment (payment_no),
    CONSTRAINT recon_break_type CHECK (type IN ('PAID_THERE_NOT_HERE', 'PAID_HERE_NOT_THERE', 'AMOUNT_DIFFERS', 'TRANSACTION_DIFFERS', 'REFUNDED_THERE_NOT_HERE', 'REFUNDED_HERE_NOT_THERE', 'UNKNOWN_PAYMENT', 'REPEATED_LINE',
        'RETURNED_THERE_NOT_HERE', 'UNKNOWN_LINE_KIND')),
    CONSTRAINT recon_break_status CHECK (status IN ('OPEN', 'SUBMITTED', 'GONE'))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- What a run found, kept as it was then.
CREATE TABLE recon_run_break (
    run_id   CHAR(17) NOT NULL,
    break_id CHAR(17) NOT NULL,
    PRIMARY KEY (run_id, break_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

CREATE TABLE recon_run_total (
    run_id       CHAR(17)    NOT NULL,
    type         VARCHAR(24) NOT NULL,
    currency     CHAR(3)     NOT NULL,
    breaks       BIGINT      NOT NULL,
    amount_minor BIGINT      NOT NULL,
    PRIMARY KEY (run_id, type, currency)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
