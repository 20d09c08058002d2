-- Which secret a text was sealed with, by its fingerprint, so that secrets can be changed while the programs run (issue 11
-- number 8). Empty for what was sealed before secrets had fingerprints. The keys find what still has a former secret.
ALTER TABLE card_key
    ADD COLUMN secret_id CHAR(16) NOT NULL DEFAULT '',
    ADD KEY card_key_secret (secret_id, item_id);

ALTER TABLE webhook_endpoint
    ADD COLUMN secret_id CHAR(16) NOT NULL DEFAULT '',
    ADD KEY webhook_endpoint_secret (secret_id);

-- The fingerprints of the secrets in use, checked at each start: another secret would leave sold keys unreadable, and let
-- one be listed twice. SEAL encrypts, and is replaced in steps; DIGEST finds equal card keys, and never changes.
CREATE TABLE secret_in_use (
    purpose   VARCHAR(16) NOT NULL,
    secret_id CHAR(16)    NOT NULL,
    since     DATETIME(3) NOT NULL,
    PRIMARY KEY (purpose),
    CONSTRAINT secret_in_use_purpose CHECK (purpose IN ('SEAL', 'DIGEST'))
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
