"""Plays a seat by rules: tells everybody whom a mark lets it tell, commits to what others propose,
weighs hypotheses by the evidence that it knows, and answers what the facilitator asks.

    TOCSIN_CODE=... python3 rules.py SEAT HOST PORT [OPTIONS OF SSH ...]

Where time moves in turns (tocsin host --turns 2h), it says done when it has decided.
"""

import sys

from seat import Seat


def answer(view):
    """What the facilitator asks the seat, which can be answered while the clock is paused, too."""
    for question in view.get("questions") or []:
        if not question["open"] or question.get("yours"):
            continue
        options = question.get("options") or []
        if question.get("rank"):
            yield "answer", {"n": question["n"], "order": list(range(1, len(options) + 1))}, ""
        elif options:
            yield "answer", {"n": question["n"], "choice": 1}, ""
        else:
            yield "answer", {"n": question["n"], "text": "What others know that we do not."}, ""
    for asked in view["player"]["asked"]:
        if asked["kind"] == "approval":
            yield "approve", {"n": int(asked["id"]), "yes": True, "text": "As long as we are told."}, ""


def weigh(view):
    """What the seat makes of it: how sure it is of each hypothesis, and how severe it is."""
    me = view["player"]
    known = len(me["facts"])
    picture = me.get("picture") or {"hypotheses": [], "severities": []}
    for card in picture["hypotheses"]:
        speaks, against = len(card["for"]), len(card["against"])
        if speaks + against:
            sure = round((speaks + 1) / (speaks + against + 2), 2)  # Laplace's rule of succession
            if card.get("yours") != sure:
                yield "assess", {"hypothesis": card["id"], "confidence": sure}, ""
    levels = picture["severities"]
    if levels and known:
        yield "grade", {"level": levels[min(known, len(levels)) - 1]["id"]}, ""
    for probe in me["probes"]:
        if known and not probe.get("answer"):
            options = probe["options"]
            yield "declare", {"declare": probe["id"], "option": options[0]["id"],
                              "confidence": round(1 / len(options), 2)}, "nothing tells them apart yet"


def expect(view):
    """What the seat expects of those whom it has told something: that they tell it something, too."""
    me = view["player"]
    seats = {c["title"]: c["id"] for c in me["contacts"] if c["kind"] == "role"}
    for item in me["inbox"]:
        if item["kind"] == "sent" and item.get("fact"):
            for title in item.get("to", []):
                if title in seats:
                    yield "predict", {"seat": seats[title], "will": "tell", "by": "8h", "confidence": 0.6}, ""


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
                    yield "decide", {"text": f"We report: {duty['title']}", "why": "the law asks for it"}, ""


def main():
    tried = set()
    with Seat(*sys.argv[1:]) as seat:
        turn = 0
        for view in seat.views():
            clock = view["clock"]
            if not view.get("player") or clock["phase"] == "before STARTEX" or clock["allows"] == "nothing":
                continue
            wants = list(answer(view))
            if clock["allows"] == "everything":
                wants += [*decide(view), *weigh(view), *expect(view)]
            for verb, args, why in wants:
                key = repr((verb, args))
                if key not in tried:
                    tried.add(key)
                    said = seat.ask(verb, args, why)
                    print(verb, args, "accepted" if said["ok"] else "refused: " + said["why"], flush=True)
            if clock.get("turn") and clock["turn"]["n"] != turn:
                turn = clock["turn"]["n"]
                seat.ask("done")


if __name__ == "__main__":
    main()
