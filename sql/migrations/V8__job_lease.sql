-- Which process does what needs to be done once, however many processes there are.

CREATE TABLE job_lease (
    job        VARCHAR(40)  NOT NULL,
    owner      VARCHAR(64)  NOT NULL, -- the process, for people
    held_until DATETIME(3)  NOT NULL, -- nobody else's before
    PRIMARY KEY (job)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
