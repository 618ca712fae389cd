#!/usr/bin/env python3
"""Checks a record of Tocsin without Tocsin: verify_record.py FILE [CODE]

Prints the number of whole lines, the last chain and the evidence code. Exit code 0: the
chain holds (and the code, if given, belongs to a line); 1: it does not; 2: torn tail.
"""
import hashlib
import re
import sys

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TAIL = re.compile(rb'^(.+),"chain":"([0-9a-f]{32})"}$', re.S)


def code(seq, chain):
    bits = int.from_bytes(hashlib.sha256(f"{seq} {chain}".encode()).digest(), "big") >> (256 - 50)
    text = "".join(ALPHABET[bits >> shift & 31] for shift in range(45, -1, -5))
    return text[:5] + "-" + text[5:]


def main(name, wanted=None):
    lines = open(name, "rb").read().split(b"\n")
    torn = lines.pop()  # empty if the last line is whole
    chain, codes = "", []
    for seq, line in enumerate(lines):
        tail = TAIL.match(line)
        if not tail or hashlib.sha256(chain.encode() + tail[1]).hexdigest()[:32] != tail[2].decode():
            print(f"line {seq + 1} is damaged")
            return 1
        chain = tail[2].decode()
        codes.append(code(seq, chain))
    print(len(lines), chain, codes[-1] if codes else "-")
    if wanted and wanted not in codes:
        print("the code belongs to no line")
        return 1
    return 2 if torn else 0


sys.exit(main(*sys.argv[1:]))
