"""Plays a seat with a language model behind any server that speaks OpenAI's chat completions.

    TOCSIN_CODE=... MODEL_URL=http://127.0.0.1:8080/v1 MODEL=name MODEL_KEY=... \\
        python3 model.py SEAT HOST PORT [OPTIONS OF SSH ...]

The model gets the verbs of its seat as tools, as `help` gives them, and what its seat sees. What
it calls goes back as it is. In turns (tocsin host --turns 2h) time stands still while it thinks,
so that it is measured on its judgement and not on its speed.
"""

import json
import os
import sys
import urllib.request

from seat import Seat

SYSTEM = ("You play the seat {title} in a tabletop exercise about an AI incident. Your brief: {brief}\n"
          "You see what your seat sees, and act by calling tools. Call none when you have nothing to do now.")
AT_ONCE = 8  # calls of one turn; what a model repeats forever is not asked forever


def complete(messages, tools):
    """One chat completion: the message of the model."""
    body = {"model": os.environ.get("MODEL", "default"), "messages": messages, "tools": tools, "temperature": 0}
    request = urllib.request.Request(
        os.environ["MODEL_URL"].rstrip("/") + "/chat/completions", json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ.get("MODEL_KEY", "")})
    with urllib.request.urlopen(request, timeout=300) as answer:
        return json.load(answer)["choices"][0]["message"]


def sees(view, since):
    """What the seat sees, in words that fit a model: what is new in its inbox, and how things stand."""
    me = view["player"]
    return json.dumps({
        "now": view["clock"]["now"], "new": [i for i in me["inbox"] if i["n"] > since],
        "asked_of_you": me["asked"], "you_know": me["facts"], "under_way": me["doing"],
        "actions": [{k: a[k] for k in ("id", "title", "can", "why") if k in a} for a in me["actions"]],
        "contacts": me["contacts"], "beliefs_asked": me["probes"],
        "hypotheses_and_levels_of_severity": me.get("picture"),
        "the_facilitator_asks": open_questions(view)}, ensure_ascii=False)


def open_questions(view):
    """What the facilitator asks the room and this seat has not answered yet."""
    return [{k: q[k] for k in ("n", "text", "options", "rank") if k in q}
            for q in view.get("questions") or [] if q["open"] and not q.get("yours")]


def think(seat, view, tools, since):
    """Has the model act until it calls nothing more."""
    me, you = view["player"], view["you"]
    messages = [{"role": "system", "content": SYSTEM.format(title=you["title"], brief=me["brief"])},
                {"role": "user", "content": sees(view, since)}]
    for _ in range(AT_ONCE):
        said = complete(messages, tools)
        messages.append(said)
        calls = said.get("tool_calls") or []
        if not calls:
            return
        for call in calls:
            name = call["function"]["name"]
            try:
                args = json.loads(call["function"]["arguments"] or "{}")
                answer = seat.ask(name, args)
            except ValueError as fault:  # models write what is no JSON
                answer = {"ok": False, "why": f"the arguments are no JSON: {fault}"}
            print(name, call["function"]["arguments"], "accepted" if answer["ok"] else "refused: " + answer["why"],
                  flush=True)
            messages.append({"role": "tool", "tool_call_id": call["id"], "content": json.dumps(
                {"ok": answer["ok"], "why": answer.get("why", "")})})


def main():
    with Seat(*sys.argv[1:]) as seat:
        # what is said out of the game, and the turn, are for this program and not for the model
        own = {"done", "here", "leave", "read", "whisper", "feedback", "pass"}
        tools = None
        since, turn, answered = 0, 0, set()
        for view in seat.views():
            clock, me = view["clock"], view.get("player")
            asked = [q["n"] for q in open_questions(view)] if me else []
            if not me or clock["phase"] == "before STARTEX" or clock["allows"] == "nothing":
                continue
            if clock["allows"] != "everything" and not set(asked) - answered:
                continue
            if tools is None:
                tools = [t for t in seat.ask("help")["tools"] if t["function"]["name"] not in own]
            now = clock.get("turn", {}).get("n", 0)
            if now == turn and (now or me["total"] <= since) and not set(asked) - answered:
                continue  # nothing new
            think(seat, view, tools, since)
            answered |= set(asked)
            since = me["total"]
            if now != turn:
                turn = now
                seat.ask("done")


if __name__ == "__main__":
    main()
