-- Who is told that an order has ended, and how telling each of them goes. Failures stay here (incident I3): nothing in
-- these tables is read by whatever decides about orders, payments, stock or the ledger.

-- What came from the engine, once. The body is the message as it was, and what the shop is posted.
CREATE TABLE notification (
    notification_id VARCHAR(96) NOT NULL,
    order_no        CHAR(17)    NOT NULL,
    order_status    VARCHAR(16) NOT NULL,
    body            TEXT        CHARACTER SET utf8mb4 NOT NULL,
    occurred_at     DATETIME(3) NOT NULL,
    created_at      DATETIME(3) NOT NULL,
    PRIMARY KEY (notification_id),
    KEY notification_order (order_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- One row for each who is told of it: "shop", a webhook, a buyer. due_at is also the lease and its fence: a claim moves
-- it, and who finds it moved again has no say about a failure.
-- HELD: its webhook is disabled. WITHDRAWN: its webhook or its buyer's address is gone.
CREATE TABLE notification_delivery (
    delivery_id     CHAR(17)     NOT NULL,
    notification_id VARCHAR(96)  NOT NULL,
    order_no        CHAR(17)     NOT NULL,
    sink            VARCHAR(16)  NOT NULL,
    target          VARCHAR(64)  NOT NULL,
    status          VARCHAR(16)  NOT NULL,
    due_at          DATETIME(3)  NOT NULL,
    attempts        INT          NOT NULL,
    last_answer     VARCHAR(200) CHARACTER SET utf8mb4 NULL,
    created_at      DATETIME(3)  NOT NULL,
    updated_at      DATETIME(3)  NOT NULL,
    PRIMARY KEY (delivery_id),
    UNIQUE KEY notification_delivery_once (notification_id, sink, target),
    KEY notification_delivery_due (sink, status, due_at),
    KEY notification_delivery_target (target, status),
    KEY notification_delivery_order (order_no),
    CONSTRAINT notification_delivery_sink CHECK (sink IN ('SHOP', 'CONSIGNOR', 'MAIL')),
    CONSTRAINT notification_delivery_status CHECK (status IN ('WAITING', 'HELD', 'SENT', 'GIVEN_UP', 'WITHDRAWN'))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Where a consignor wants to be told. The secret is encrypted. failing_since is the first failure of an unbroken row of them.
CREATE TABLE webhook_endpoint (
    webhook_id    CHAR(17)       NOT NULL,
    consignor_id  CHAR(17)       NOT NULL,
    url           VARCHAR(500)   NOT NULL,
    secret        VARBINARY(200) NOT NULL,
    status        VARCHAR(16)    NOT NULL,
    failures      INT            NOT NULL,
    failing_since DATETIME(3)    NULL,
    created_at    DATETIME(3)    NOT NULL,
    PRIMARY KEY (webhook_id),
    UNIQUE KEY webhook_endpoint_once (consignor_id, url),
    CONSTRAINT webhook_endpoint_consignor FOREIGN KEY (consignor_id) REFERENCES consignor (consignor_id),
    CONSTRAINT webhook_endpoint_status CHECK (status IN ('ENABLED', 'DISABLED')),
    CONSTRAINT webhook_endpoint_failing CHECK ((failures = 0) = (failing_since IS NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Where a buyer is written to, as long as the shop says so. Nowhere else is the address stored.
CREATE TABLE buyer_contact (
    buyer_id   VARCHAR(64)  NOT NULL,
    email      VARCHAR(254) NOT NULL,
    updated_at DATETIME(3)  NOT NULL,
    PRIMARY KEY (buyer_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
