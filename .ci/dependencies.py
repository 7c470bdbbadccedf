#!/usr/bin/env python3
"""Checks the licence of every crate that is built in, and that their number changes knowingly."""

import json
import re
import subprocess
import sys

ALLOWED = {
    "MIT", "MIT-0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "0BSD", "Unlicense",
    "Unicode-3.0", "Unicode-DFS-2016", "MPL-2.0", "CC0-1.0", "BSL-1.0", "Apache-2.0 WITH LLVM-exception",
}
# Crates with a licence beside the list, each looked at: SQLite is in the public domain ("blessing"), and the
# WTFPL covers LibTomCrypt, which comes with the source of SQLCipher and is not built here.
EXCEPTIONS = {"sqlcipher-src": {"blessing", "WTFPL"}}
# The number of crates from outside, those for tests and builds included. Raise it knowingly.
MOST = int(open(".ci/dependencies.txt").read())


def allowed(expression, more=frozenset()):
    """Whether an SPDX expression can be met with allowed licences only."""
    if not expression:
        return False
    tokens = re.findall(r"\(|\)|[^\s()]+(?: WITH [^\s()]+)?", expression.replace("/", " OR "))

    def either(at):
        met, at = both(at)
        while at < len(tokens) and tokens[at] == "OR":
            other, at = both(at + 1)
            met = met or other
        return met, at

    def both(at):
        met, at = one(at)
        while at < len(tokens) and tokens[at] == "AND":
            other, at = one(at + 1)
            met = met and other
        return met, at

    def one(at):
        if tokens[at] == "(":
            met, at = either(at + 1)
            return met, at + 1
        return tokens[at] in ALLOWED or tokens[at] in more, at + 1

    return either(0)[0]


metadata = json.loads(subprocess.check_output(["cargo", "metadata", "--format-version", "1"]))
outside = [package for package in metadata["packages"] if package["source"]]
wrong = sorted(
    f"{package['name']} {package['version']}: {package['license']}"
    for package in outside
    if not allowed(package["license"], EXCEPTIONS.get(package["name"], frozenset()))
)
print(f"{len(outside)} crates from outside, at most {MOST}")
if wrong:
    print("not an allowed licence:", *wrong, sep="\n  ")
if wrong or len(outside) > MOST:
    sys.exit(1)
