-- The money path. Written to run alike on MariaDB 10.11 and 11.4 and MySQL 8.4 and 9.
--
-- Names are ASCII and compared byte by byte, so that keys stay narrow. Every number we make is time-ordered: the big
-- tables grow at the end of their indexes. Times are UTC. Statuses are words, held to their enums by CHECK constraints
-- (a test compares the two).

CREATE TABLE consignor (
    consignor_id   CHAR(17)     NOT NULL,
    name           VARCHAR(200) CHARACTER SET utf8mb4 NOT NULL,
    commission_bps INT          NOT NULL,
    created_at     DATETIME(3)  NOT NULL,
    PRIMARY KEY (consignor_id),
    CONSTRAINT consignor_commission CHECK (commission_bps BETWEEN 0 AND 10000)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

CREATE TABLE item (
    item_id      CHAR(17)     NOT NULL,
    consignor_id CHAR(17)     NOT NULL,
    title        VARCHAR(200) CHARACTER SET utf8mb4 NOT NULL,
    kind         VARCHAR(16)  NOT NULL,
    currency     CHAR(3)      NOT NULL,
    price_minor  BIGINT       NOT NULL,
    asset_units  BIGINT       NOT NULL,
    -- Whether a buyer may have one open order of it at most (incident I6).
    one_open_order TINYINT    NOT NULL,
    created_at   DATETIME(3)  NOT NULL,
    -- Whether the units of an order that was refunded whole are the buyer's no more.
    take_back_units TINYINT   NOT NULL DEFAULT 0,
    PRIMARY KEY (item_id),
    CONSTRAINT item_consignor FOREIGN KEY (consignor_id) REFERENCES consignor (consignor_id),
    CONSTRAINT item_kind CHECK (kind IN ('CARD_KEY', 'ASSET_CREDIT')),
    CONSTRAINT item_price CHECK (price_minor > 0),
    CONSTRAINT item_one_open CHECK (one_open_order BETWEEN 0 AND 1),
    CONSTRAINT item_take_back CHECK (take_back_units = 0 OR (take_back_units = 1 AND kind = 'ASSET_CREDIT')),
    CONSTRAINT item_units CHECK ((kind = 'CARD_KEY' AND asset_units = 0) OR (kind = 'ASSET_CREDIT' AND asset_units > 0))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Pieces of one item: counted, never guessed. received = available + reserved + sold is checked by invariant I08.
CREATE TABLE stock (
    item_id   CHAR(17) NOT NULL,
    received  BIGINT   NOT NULL,
    available BIGINT   NOT NULL,
    reserved  BIGINT   NOT NULL,
    sold      BIGINT   NOT NULL,
    PRIMARY KEY (item_id),
    CONSTRAINT stock_item FOREIGN KEY (item_id) REFERENCES item (item_id),
    CONSTRAINT stock_never_negative CHECK (available >= 0 AND reserved >= 0 AND sold >= 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- One deliverable text. A row belongs to at most one order, so a key is sold at most once (incident P3). The text is
-- encrypted; the digest (keyed, so that it cannot be searched by guessing) is that of the key's normal form and knows
-- nothing of the item: the same key listed twice is refused, in whatever spelling and for whichever item (incident Q6).
CREATE TABLE card_key (
    card_key_id BIGINT         NOT NULL AUTO_INCREMENT,
    item_id     CHAR(17)       NOT NULL,
    status      VARCHAR(16)    NOT NULL,
    order_no    CHAR(17)       NULL,
    secret      VARBINARY(1600) NOT NULL,
    digest      BINARY(32)     NOT NULL,
    PRIMARY KEY (card_key_id),
    UNIQUE KEY card_key_once (digest),
    KEY card_key_claim (item_id, status, card_key_id),
    KEY card_key_order (order_no),
    CONSTRAINT card_key_status CHECK (status IN ('AVAILABLE', 'RESERVED', 'SOLD')),
    CONSTRAINT card_key_owner CHECK ((status = 'AVAILABLE') = (order_no IS NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Who has ever ordered. The row is locked while an order is placed, so that what a buyer holds is counted by one at a time.
CREATE TABLE buyer (
    buyer_id   VARCHAR(64) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    PRIMARY KEY (buyer_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- open_buyer and open_once are computed by the database from the status, so the update that ends an order frees them, and
-- nothing else has to remember to (incident I6).
CREATE TABLE orders (
    order_no     CHAR(17)    NOT NULL,
    status       VARCHAR(16) NOT NULL,
    version      INT         NOT NULL,
    buyer_id     VARCHAR(64) NOT NULL,
    item_id      CHAR(17)    NOT NULL,
    item_kind    VARCHAR(16) NOT NULL,
    consignor_id CHAR(17)    NOT NULL,
    quantity     INT         NOT NULL,
    units        BIGINT      NOT NULL,
    currency     CHAR(3)     NOT NULL,
    amount_minor BIGINT      NOT NULL,
    fee_bps      INT         NOT NULL,
    one_open_order TINYINT   NOT NULL,
    -- Whether its buyer wants it cancelled, which waits for the gateways to close its payments.
    cancel_requested TINYINT NOT NULL DEFAULT 0,
    created_at   DATETIME(3) NOT NULL,
    expires_at   DATETIME(3) NOT NULL,
    updated_at   DATETIME(3) NOT NULL,
    open_buyer   VARCHAR(64) GENERATED ALWAYS AS (
        CASE WHEN status IN ('AWAITING_PAYMENT', 'PROCESSING', 'IN_REVIEW') THEN buyer_id END) VIRTUAL,
    open_once    TINYINT GENERATED ALWAYS AS (CASE WHEN one_open_order = 1 THEN 1 END) VIRTUAL,
    PRIMARY KEY (order_no),
    UNIQUE KEY orders_one_open (open_buyer, open_once, item_id),
    KEY orders_of_buyer (buyer_id, order_no),
    KEY orders_due (status, expires_at),
    CONSTRAINT orders_status CHECK (status IN ('AWAITING_PAYMENT', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED', 'IN_REVIEW', 'REFUNDED')),
    CONSTRAINT orders_quantity CHECK (quantity > 0),
    CONSTRAINT orders_one_open_order CHECK (one_open_order BETWEEN 0 AND 1),
    CONSTRAINT orders_cancel CHECK (cancel_requested BETWEEN 0 AND 1),
    CONSTRAINT orders_amount CHECK (amount_minor > 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- One row a move; the version is the order's after it, so two writers cannot both record a step.
CREATE TABLE order_history (
    order_no    CHAR(17)    NOT NULL,
    version     INT         NOT NULL,
    move        VARCHAR(16) NOT NULL,
    from_status VARCHAR(16) NULL,
    to_status   VARCHAR(16) NOT NULL,
    at          DATETIME(3) NOT NULL,
    source      VARCHAR(16) NOT NULL,
    actor       VARCHAR(64) NOT NULL,
    why         VARCHAR(400) CHARACTER SET utf8mb4 NOT NULL,
    message_id  VARCHAR(160) NULL,
    PRIMARY KEY (order_no, version)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- collected_minor is what the gateway has taken from the buyer. Of that, used_minor paid for a delivery, held_minor did
-- not, and neither was asked to go back; refunded_minor has gone back. What is missing in the sum is on its way back: no
-- refund can be asked for twice, whoever asks. difference_minor is what the platform added, or when negative kept, so that
-- money of another amount paid for the delivery. paid_at is the gateway's time, for matching its statements.
CREATE TABLE payment (
    payment_no     CHAR(17)     NOT NULL,
    order_no       CHAR(17)     NOT NULL,
    gateway        VARCHAR(16)  NOT NULL,
    merchant       VARCHAR(64)  NOT NULL,
    currency       CHAR(3)      NOT NULL,
    amount_minor   BIGINT       NOT NULL,
    status         VARCHAR(16)  NOT NULL,
    transaction_id VARCHAR(64)  NULL,
    pay_url        VARCHAR(500) NULL,
    collected_minor BIGINT      NOT NULL DEFAULT 0,
    held_minor     BIGINT       NOT NULL DEFAULT 0,
    used_minor     BIGINT       NOT NULL DEFAULT 0,
    refunded_minor BIGINT       NOT NULL DEFAULT 0,
    difference_minor BIGINT     NOT NULL DEFAULT 0,
    paid_at        DATETIME(3)  NULL,
    created_at     DATETIME(3)  NOT NULL,
    updated_at     DATETIME(3)  NOT NULL,
    PRIMARY KEY (payment_no),
    KEY payment_of_order (order_no, payment_no),
    KEY payment_paid (gateway, paid_at),
    CONSTRAINT payment_status CHECK (status IN ('CREATED', 'PENDING', 'UNKNOWN', 'PAID', 'FAILED', 'CLOSED', 'REFUNDED')),
    CONSTRAINT payment_amount CHECK (amount_minor > 0),
    CONSTRAINT payment_money CHECK (held_minor >= 0 AND used_minor >= 0 AND refunded_minor >= 0
        AND held_minor + used_minor + refunded_minor <= collected_minor + difference_minor),
    CONSTRAINT payment_paid_by CHECK (status NOT IN ('PAID', 'REFUNDED') OR transaction_id IS NOT NULL)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Money on its way back, or back: one row a refund number, under which the gateway is asked as often as need be. HELD
-- returns money nothing was delivered for, PROCEEDS takes back the split of a delivered order. gateway_refund_no is the
-- gateway's own number of one that nobody here had asked for and that was accepted afterwards: it is unique in its payment.
CREATE TABLE refund (
    refund_no      CHAR(17)     NOT NULL,
    order_no       CHAR(17)     NOT NULL,
    payment_no     CHAR(17)     NOT NULL,
    gateway        VARCHAR(16)  NOT NULL,
    transaction_id VARCHAR(64)  NOT NULL,
    gateway_refund_no VARCHAR(64) NULL,
    use_of_money   VARCHAR(16)  NOT NULL,
    currency       CHAR(3)      NOT NULL,
    amount_minor   BIGINT       NOT NULL,
    status         VARCHAR(16)  NOT NULL,
    actor          VARCHAR(64)  NOT NULL,
    reason         VARCHAR(400) CHARACTER SET utf8mb4 NOT NULL,
    requested_at   DATETIME(3)  NOT NULL,
    ended_at       DATETIME(3)  NULL,
    PRIMARY KEY (refund_no),
    KEY refund_of_order (order_no),
    UNIQUE KEY refund_at_gateway (payment_no, gateway_refund_no),
    KEY refund_ended (gateway, ended_at),
    CONSTRAINT refund_use CHECK (use_of_money IN ('HELD', 'PROCEEDS')),
    CONSTRAINT refund_status CHECK (status IN ('REQUESTED', 'SUCCEEDED', 'RETURNED', 'ABANDONED')),
    CONSTRAINT refund_amount CHECK (amount_minor > 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- A payment that the buyer's bank contests, under the gateway's number, which is unique in its payment. While it is OPENED
-- its money is in doubt: in the books it stands apart from what the gateway owes us.
CREATE TABLE dispute (
    payment_no   CHAR(17)    NOT NULL,
    dispute_no   VARCHAR(64) NOT NULL,
    order_no     CHAR(17)    NOT NULL,
    gateway      VARCHAR(16) NOT NULL,
    currency     CHAR(3)     NOT NULL,
    amount_minor BIGINT      NOT NULL,
    status       VARCHAR(16) NOT NULL,
    opened_at    DATETIME(3) NOT NULL,
    ended_at     DATETIME(3) NULL,
    PRIMARY KEY (payment_no, dispute_no),
    KEY dispute_of_order (order_no),
    CONSTRAINT dispute_status CHECK (status IN ('OPENED', 'WON', 'LOST')),
    CONSTRAINT dispute_ended CHECK ((status = 'OPENED') = (ended_at IS NULL)),
    CONSTRAINT dispute_amount CHECK (amount_minor > 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- What somebody said and nobody acts on before the gateway has said so too (docs/rules.md, rule 12). Nothing is posted
-- while it is WAITING. actor and reason are those of a person who said it. The payment is part of the key: one transaction
-- may be claimed for two payments, and each has its own answer (rule 16).
CREATE TABLE fact_confirmation (
    message_id     VARCHAR(160) NOT NULL,
    payment_no     CHAR(17)     NOT NULL,
    order_no       CHAR(17)     NOT NULL,
    gateway        VARCHAR(16)  NOT NULL,
    kind           VARCHAR(16)  NOT NULL,
    source         VARCHAR(16)  NOT NULL,
    currency       CHAR(3)      NOT NULL,
    amount_minor   BIGINT       NOT NULL,
    transaction_id VARCHAR(64)  NULL,
    number         VARCHAR(64)  NULL,
    actor          VARCHAR(64)  NOT NULL,
    reason         VARCHAR(400) CHARACTER SET utf8mb4 NOT NULL,
    status         VARCHAR(16)  NOT NULL,
    asked_at       DATETIME(3)  NOT NULL,
    ended_at       DATETIME(3)  NULL,
    PRIMARY KEY (message_id, payment_no),
    KEY fact_confirmation_payment (payment_no, status),
    KEY fact_confirmation_order (order_no),
    CONSTRAINT fact_confirmation_status CHECK (status IN ('WAITING', 'CONFIRMED', 'REFUTED')),
    CONSTRAINT fact_confirmation_ended CHECK ((status = 'WAITING') = (ended_at IS NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Rule 2 of exactly-once: written in the transaction of the effect. The second key serves only the purge, which walks it
-- in slices of a thousand rows, each in a transaction of its own; nobody waits for a long DELETE. It is no partitioned
-- table: a unique key would then have to contain the time, and the same message could enter once a partition.
CREATE TABLE processed_message (
    consumer     VARCHAR(16) NOT NULL,
    message_id   VARCHAR(160) NOT NULL,
    fingerprint  BINARY(16)  NOT NULL,
    outcome      VARCHAR(16) NOT NULL,
    processed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (consumer, message_id),
    KEY processed_message_purge (processed_at),
    CONSTRAINT processed_message_outcome CHECK (outcome IN ('APPLIED', 'STALE', 'CONFLICT', 'MISMATCH', 'UNKNOWN_ORDER', 'CONFIRMING', 'PARKED'))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- What came in and how it was processed: one row for every message taken in, duplicates too. For support, not for rules.
CREATE TABLE payment_evidence (
    evidence_id    CHAR(17)    NOT NULL,
    message_id     VARCHAR(160) NOT NULL,
    payment_no     VARCHAR(32) NOT NULL,
    order_no       CHAR(17)    NULL,
    gateway        VARCHAR(16) NOT NULL,
    kind           VARCHAR(16) NOT NULL,
    source         VARCHAR(16) NOT NULL,
    currency       CHAR(3)     NOT NULL,
    amount_minor   BIGINT      NOT NULL,
    transaction_id VARCHAR(64) NULL,
    occurred_at    DATETIME(3) NOT NULL,
    processed_at   DATETIME(3) NOT NULL,
    outcome        VARCHAR(16) NOT NULL,
    why            VARCHAR(400) CHARACTER SET utf8mb4 NOT NULL,
    PRIMARY KEY (evidence_id),
    KEY payment_evidence_payment (payment_no),
    KEY payment_evidence_order (order_no),
    KEY payment_evidence_outcome (outcome, evidence_id),
    CONSTRAINT payment_evidence_outcome CHECK (outcome IN ('APPLIED', 'STALE', 'DUPLICATE', 'CONFLICT', 'MISMATCH', 'UNKNOWN_ORDER', 'CONFIRMING', 'PARKED')),
    CONSTRAINT payment_evidence_kind CHECK (kind IN ('PENDING', 'PAID', 'FAILED', 'CLOSED', 'REFUNDED', 'REFUND_RETURNED', 'DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST')),
    CONSTRAINT payment_evidence_source CHECK (source IN ('CALLBACK', 'QUERY', 'REISSUE', 'STATEMENT', 'UPLOAD', 'MANUAL'))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Rule 3: never purged. COLLECT is keyed by the gateway's transaction, SETTLE by the order, REFUND by the refund number,
-- PAYOUT by consignor, business date and currency; only a payout belongs to no order. A posting is never changed: what was
-- wrong has a CORRECT journal beside it (rule 18).
CREATE TABLE journal (
    journal_key VARCHAR(96) NOT NULL,
    kind        VARCHAR(16) NOT NULL,
    order_no    CHAR(17)    NULL,
    posted_at   DATETIME(3) NOT NULL,
    PRIMARY KEY (journal_key),
    KEY journal_of_order (order_no),
    CONSTRAINT journal_kind CHECK (kind IN ('COLLECT', 'SETTLE', 'REFUND', 'PAYOUT', 'CORRECT', 'DIFFERENCE', 'RETURN', 'DISPUTE')),
    CONSTRAINT journal_of_what CHECK ((kind = 'PAYOUT') = (order_no IS NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Debits positive, credits negative. Accounts have no balance row that every order would have to lock: a balance is a sum
-- over the second key, which has all that is summed. The primary key comes before that: movements are read in this order.
CREATE TABLE ledger_entry (
    journal_key  VARCHAR(96) NOT NULL,
    line         TINYINT     NOT NULL,
    account      VARCHAR(48) NOT NULL,
    currency     CHAR(3)     NOT NULL,
    amount_minor BIGINT      NOT NULL,
    posted_at    DATETIME(3) NOT NULL,
    PRIMARY KEY (journal_key, line),
    KEY ledger_entry_account (account, posted_at, journal_key, line, currency, amount_minor)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- What a buyer got. One credit an order: the key that incident I1 did not have.
CREATE TABLE asset_entry (
    order_no    CHAR(17)    NOT NULL,
    buyer_id    VARCHAR(64) NOT NULL,
    item_id     CHAR(17)    NOT NULL,
    units       BIGINT      NOT NULL,
    credited_at DATETIME(3) NOT NULL,
    PRIMARY KEY (order_no),
    KEY asset_entry_buyer (buyer_id, credited_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- What a person must look at. fact_kind, fact_source, the money, the transaction and the number (of a refund or dispute) are
-- those of the word that opened it last, where one did: by them the rules tell whose money is in doubt, and who says so.
CREATE TABLE case_file (
    case_id     CHAR(17)    NOT NULL,
    case_key    VARCHAR(208) NOT NULL,
    kind        VARCHAR(24) NOT NULL,
    status      VARCHAR(16) NOT NULL,
    order_no    CHAR(17)    NULL,
    payment_no  VARCHAR(32) NULL,
    message_id  VARCHAR(160) NULL,
    fact_kind   VARCHAR(16) NULL,
    fact_source VARCHAR(16) NULL,
    currency    CHAR(3)     NULL,
    amount_minor BIGINT     NULL,
    transaction_id VARCHAR(64) NULL,
    number      VARCHAR(64) NULL,
    evidence    TEXT        CHARACTER SET utf8mb4 NOT NULL,
    owner       VARCHAR(64) NULL,
    resolution  VARCHAR(400) CHARACTER SET utf8mb4 NULL,
    opened_at   DATETIME(3) NOT NULL,
    reopened_at DATETIME(3) NULL,
    resolved_at DATETIME(3) NULL,
    PRIMARY KEY (case_id),
    UNIQUE KEY case_file_once (case_key),
    KEY case_file_open (status, opened_at),
    KEY case_file_order (order_no),
    KEY case_file_payment (payment_no),
    KEY case_file_message (message_id),
    CONSTRAINT case_file_kind CHECK (kind IN ('UNKNOWN_ORDER', 'MISMATCH', 'CONFLICT', 'SECOND_PAYMENT', 'UNEXPECTED_REFUND', 'OVERDUE', 'REQUERY_EXHAUSTED', 'CLOSE_EXHAUSTED', 'REFUND_FAILED', 'REFUND_RETURNED', 'DISPUTE', 'UNCONFIRMED', 'UNKNOWN_CALLBACK', 'NOTIFICATION_FAILED', 'ENDPOINT_DISABLED')),
    CONSTRAINT case_file_status CHECK (status IN ('OPEN', 'RESOLVED'))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Genuine callbacks that nobody here has a word for (rule 15): the bytes as they came, and what could be made out of them.
-- The table grows with what we do not understand, and with nothing else. What the gateway repeats, under the same event id
-- or with the same bytes, is one row: times counts it, altered how often the bytes were others than the first ones.
-- What it says is text of somebody else's, of any kind: numbers of other platforms have room here.
CREATE TABLE callback_inbox (
    inbox_id         CHAR(17)     NOT NULL,
    gateway          VARCHAR(16)  NOT NULL,
    event_id         VARCHAR(128) NULL,
    body_digest      BINARY(32)   NOT NULL,
    received_at      DATETIME(3)  NOT NULL,
    last_received_at DATETIME(3)  NOT NULL,
    times            INT          NOT NULL,
    altered          INT          NOT NULL,
    reason           VARCHAR(32)  NOT NULL,
    detail           VARCHAR(200) CHARACTER SET utf8mb4 NOT NULL,
    of_money         TINYINT      NOT NULL,
    event_type       VARCHAR(64)  CHARACTER SET utf8mb4 NULL,
    payment_no       VARCHAR(64)  CHARACTER SET utf8mb4 NULL,
    transaction_id   VARCHAR(64)  CHARACTER SET utf8mb4 NULL,
    refund_no        VARCHAR(64)  CHARACTER SET utf8mb4 NULL,
    amount           VARCHAR(64)  CHARACTER SET utf8mb4 NULL,
    order_no         CHAR(17)     NULL,
    case_id          CHAR(17)     NULL,
    headers          TEXT         CHARACTER SET utf8mb4 NOT NULL,
    body             MEDIUMBLOB   NOT NULL,
    PRIMARY KEY (inbox_id),
    UNIQUE KEY callback_inbox_event (gateway, event_id),
    UNIQUE KEY callback_inbox_bytes (gateway, body_digest),
    KEY callback_inbox_purge (last_received_at),
    CONSTRAINT callback_inbox_of_money CHECK (of_money BETWEEN 0 AND 1)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- What the reconciler must ask a gateway. A row lives as long as there is something to ask; the engine deletes it in the
-- transaction that ends the payment or the refund. reference is what is asked about: the payment's number for QUERY and
-- CLOSE, the refund's for REFUND. fence rises with every claim: the write of a worker whose lease ran out hits no row.
--
-- claim_at is when it may be claimed next: when it is due, or when the lease of whoever has it ends. A claim reads by it,
-- so it meets no task that is being worked on. Those it would have to pass by it would lock until it commits, and their
-- workers would wait for it.
CREATE TABLE gateway_task (
    task_id     CHAR(17)    NOT NULL,
    kind        VARCHAR(16) NOT NULL,
    payment_no  CHAR(17)    NOT NULL,
    reference   CHAR(17)    NOT NULL,
    gateway     VARCHAR(16) NOT NULL,
    status      VARCHAR(16) NOT NULL,
    due_at      DATETIME(3) NOT NULL,
    attempts    INT         NOT NULL,
    lease_owner VARCHAR(64) NULL,
    lease_until DATETIME(3) NULL,
    fence       BIGINT      NOT NULL,
    last_answer VARCHAR(200) CHARACTER SET utf8mb4 NULL,
    created_at  DATETIME(3) NOT NULL,
    claim_at    DATETIME(3) GENERATED ALWAYS AS (CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END) STORED,
    PRIMARY KEY (task_id),
    UNIQUE KEY gateway_task_once (reference, kind),
    KEY gateway_task_claim (status, claim_at),
    CONSTRAINT gateway_task_kind CHECK (kind IN ('QUERY', 'CLOSE', 'REFUND')),
    CONSTRAINT gateway_task_status CHECK (status IN ('WAITING', 'EXHAUSTED'))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- What a gateway said while the broker could not be told: it takes this way to the engine instead, so that no reservation
-- waits for a broker. The same message id may stand here twice, and on the queue as well; the engine applies it once.
CREATE TABLE fact_inbox (
    fact_id    CHAR(17)    NOT NULL,
    message_id VARCHAR(160) NOT NULL,
    body       TEXT        CHARACTER SET utf8mb4 NOT NULL,
    learned_at DATETIME(3) NOT NULL,
    due_at     DATETIME(3) NOT NULL,
    attempts   INT         NOT NULL,
    PRIMARY KEY (fact_id),
    KEY fact_inbox_due (due_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Rule 9: nothing is sent from inside a transaction. duplicate_id is made with the row and stays until send() returns.
CREATE TABLE outbox (
    outbox_id    CHAR(17)    NOT NULL,
    queue        VARCHAR(64) NOT NULL,
    type         VARCHAR(24) NOT NULL,
    message_id   VARCHAR(160) NOT NULL,
    duplicate_id VARCHAR(96) NOT NULL,
    body         MEDIUMTEXT  CHARACTER SET utf8mb4 NOT NULL,
    headers      TEXT        CHARACTER SET utf8mb4 NULL,
    due_at       DATETIME(3) NOT NULL,
    attempts     INT         NOT NULL,
    created_at   DATETIME(3) NOT NULL,
    PRIMARY KEY (outbox_id),
    KEY outbox_due (due_at, outbox_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- What no consumer could process: one row a queue, message id, sender and body, however often it fails there. body_digest
-- keeps two different facts, or senders, under one message id apart. sent_by is whom the broker authenticated, NULL for
-- nobody; a stranger's letter is never sent again. transaction_id, currency and amount_minor are what the body says, true or
-- not: for search and display. last_key names its last failure, so that draining the same letter twice counts once.
-- consumed_as is the name under which the consumer records its outcome; with requeued_at it tells when a requeued letter is
-- resolved.
CREATE TABLE dead_letter (
    letter_id       CHAR(17)     NOT NULL,
    message_id      VARCHAR(160)  NOT NULL,
    queue           VARCHAR(64)  NOT NULL,
    status          VARCHAR(16)  NOT NULL,
    cause           VARCHAR(64)  NOT NULL,
    detail          VARCHAR(1000) CHARACTER SET utf8mb4 NOT NULL,
    stack           TEXT         CHARACTER SET utf8mb4 NULL,
    headers         TEXT         CHARACTER SET utf8mb4 NOT NULL,
    body            MEDIUMBLOB   NOT NULL,
    body_type       VARCHAR(16)  NOT NULL,
    body_digest     BINARY(16)   NOT NULL,
    sent_by         VARCHAR(64)  NULL,
    order_no        CHAR(17)     NULL,
    payment_no      VARCHAR(32)  NULL,
    transaction_id  VARCHAR(64)  NULL,
    currency        CHAR(3)      NULL,
    amount_minor    BIGINT       NULL,
    first_failed_at DATETIME(3)  NOT NULL,
    last_failed_at  DATETIME(3)  NOT NULL,
    attempts        INT          NOT NULL,
    requeues        INT          NOT NULL,
    requeued_at     DATETIME(3)  NULL,
    consumed_as     VARCHAR(160) NULL,
    last_key        VARCHAR(256) NOT NULL,
    PRIMARY KEY (letter_id),
    UNIQUE KEY dead_letter_message (queue, message_id, body_digest),
    KEY dead_letter_status (status, last_failed_at),
    KEY dead_letter_cause (cause, status),
    KEY dead_letter_order (order_no),
    KEY dead_letter_payment (payment_no),
    KEY dead_letter_transaction (transaction_id),
    CONSTRAINT dead_letter_status CHECK (status IN ('OPEN', 'REQUEUED', 'RESOLVED', 'DISCARDED'))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- A message that came again, while it is being read. The row goes when reading it has ended, well or badly; what a death of
-- the process leaves behind is counted, and after a few the message is put aside (issue 11 number 4).
CREATE TABLE redelivery (
    queue     VARCHAR(64) NOT NULL,
    broker_id VARCHAR(96) NOT NULL,
    begun     INT         NOT NULL,
    begun_at  DATETIME(3) NOT NULL,
    PRIMARY KEY (queue, broker_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Who did what by hand, and why. Written once, never changed. Both keys end with the name, which rises with time: it is read
-- newest first, of everybody and everything, of one subject, or of one actor.
CREATE TABLE audit (
    audit_id CHAR(17)     NOT NULL,
    at       DATETIME(3)  NOT NULL,
    actor    VARCHAR(64)  NOT NULL,
    action   VARCHAR(64)  NOT NULL,
    subject  VARCHAR(96)  NOT NULL,
    reason   VARCHAR(400) CHARACTER SET utf8mb4 NOT NULL,
    before_state VARCHAR(64) NULL,
    after_state  VARCHAR(64) NULL,
    PRIMARY KEY (audit_id),
    KEY audit_subject (subject, audit_id),
    KEY audit_actor (actor, audit_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- One row a client and key; the answer is stored to be replayed (incident I5). A RUNNING row whose lease is over belongs
-- to a request that died; payment_no is the payment it stored and was to ask the gateway for.
CREATE TABLE idempotency_key (
    client      VARCHAR(32)  NOT NULL,
    idem_key    VARCHAR(128) NOT NULL,
    fingerprint BINARY(32)   NOT NULL,
    status      VARCHAR(16)  NOT NULL,
    lease_until DATETIME(3)  NOT NULL,
    order_no    CHAR(17)     NULL,
    payment_no  CHAR(17)     NULL,
    http_status INT          NULL,
    response    MEDIUMTEXT   CHARACTER SET utf8mb4 NULL,
    created_at  DATETIME(3)  NOT NULL,
    PRIMARY KEY (client, idem_key),
    KEY idempotency_key_purge (created_at),
    CONSTRAINT idempotency_key_status CHECK (status IN ('RUNNING', 'DONE'))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
