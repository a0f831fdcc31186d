-- Lists of indicators that somebody imported. Times are Unix milliseconds.

CREATE TABLE indicator_list (
    name TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    grade TEXT,
    -- The day it is of: YYYY-MM-DD.
    date TEXT NOT NULL,
    expires BIGINT,
    tlp TEXT,
    -- Tells the key under which it was hashed from others. The key itself is never here.
    key_id TEXT NOT NULL,
    imported BIGINT NOT NULL
);

-- What is on them: hashes under a key that is kept elsewhere, hexadecimal.
CREATE TABLE indicator (
    list TEXT NOT NULL REFERENCES indicator_list (name) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (list, hash)
);
