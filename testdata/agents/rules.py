"""Plays a seat by rules: tells everybody whom a mark lets it tell, and commits to what others propose.

    TOCSIN_CODE=... python3 rules.py SEAT HOST PORT [OPTIONS OF SSH ...]

Where time moves in turns (tocsin host --turns 2h), it says done when it has decided.
"""

import sys

from seat import Seat


def decide(view):
    """What the seat wants to do now: verb, arguments, why."""
    me = view["player"]
    for fact in me["facts"]:
        known = {k["role"] for k in fact["others"]}
        to = [c["id"] for c in me["contacts"]
              if c["kind"] == "role" and c["id"] not in known and c["id"] not in fact.get("wider", [])]
        if to:
            yield "share", {"share": fact["id"], "to": to}, "who may know should know"
    for asked in me["asked"]:
        if asked["kind"] == "joint":
            yield "commit", {"commit": asked["id"]}, "it takes several"
        elif asked["kind"] == "request" and asked.get("state") == "new":
            yield "acknowledge", {"acknowledge": asked["id"], "as": "will do"}, ""
        elif asked["kind"] == "obligation":
            duty = next(o for o in me["obligations"] if o["id"] == asked["id"])
            for action in me["actions"]:
                if action["can"] and action["title"] in duty["by"]:
                    yield "act", {"act": action["id"]}, "the law asks for it"


def main():
    tried = set()
    with Seat(*sys.argv[1:]) as seat:
        turn = 0
        for view in seat.views():
            clock = view["clock"]
            if not view.get("player") or clock["phase"] == "before STARTEX" or clock["allows"] != "everything":
                continue
            for verb, args, why in decide(view):
                key = repr((verb, args))
                if key not in tried:
                    tried.add(key)
                    answer = seat.ask(verb, args, why)
                    print(verb, args, "accepted" if answer["ok"] else "refused: " + answer["why"], flush=True)
            if clock.get("turn") and clock["turn"]["n"] != turn:
                turn = clock["turn"]["n"]
                seat.ask("done")


if __name__ == "__main__":
    main()
