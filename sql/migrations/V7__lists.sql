-- Lists for people: each finds its page by an index that ends in the names of its rows, which rise with time.

ALTER TABLE orders
    ADD KEY orders_of_status (status, order_no),
    ADD KEY orders_of_amount (amount_minor, order_no);

ALTER TABLE payment
    ADD KEY payment_transaction (transaction_id);

ALTER TABLE dead_letter
    ADD KEY dead_letter_latest (last_failed_at);
