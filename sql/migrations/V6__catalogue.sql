-- An item that is withdrawn is there, with all its pieces, and cannot be ordered (issue 12, number 10).
ALTER TABLE item
    ADD COLUMN withdrawn_at DATETIME(3) NULL;

-- Where the gateway leads the buyer after paying: a page of the shop's. The order's and not a payment's, so that each further
-- attempt leads there, too.
ALTER TABLE orders
    ADD COLUMN return_url VARCHAR(500) NULL;
