-- The evidence of the last review of a pull request, as its page shows it. Times are Unix milliseconds, ids are
-- GitHub's.

CREATE TABLE review_page (
    repository BIGINT NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    html TEXT NOT NULL,
    made BIGINT NOT NULL,
    PRIMARY KEY (repository, number)
);
