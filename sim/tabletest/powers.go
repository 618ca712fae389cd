package tabletest

// Power is an act that would be good if the facilitator, or whoever may, asked for it.
type Power struct {
	Verb, Args string
	// Who says who else may: e evaluator, p player in a seat, l player in the lobby, o observer, b board. With "only"
	// before them these may and the facilitator may not; "none" is an act of the room, which no person may do.
	Who string
}

// Powers are acts with arguments that fit the secrets scenario, those of the room and of players among them.
var Powers = []Power{
	{"seat", `{"who":"Lou","role":"police"}`, ""}, {"unseat", `{"who":"Bob"}`, ""},
	{"bot", `{"role":"press","on":true}`, ""},
	{"takeover", `{"role":"cloud"}`, ""}, {"giveback", `{"role":"lab"}`, ""}, {"mute", `{"who":"Bob","on":true}`, ""},
	{"remove", `{"who":"Bob"}`, ""}, {"admit", `{"who":"Bob","on":true}`, ""}, {"code", `{"of":"players"}`, ""},
	{"card", `{"role":"lab"}`, ""},
	{"automatic", `{"on":true}`, ""}, {"start", ``, ""}, {"pause", `{"why":"lunch"}`, ""},
	{"resume", ``, ""}, {"stop", `{"text":"Fire!"}`, "e"}, {"pace", `{"minute":"3h"}`, ""},
	{"direct", `{"time":"90m","on":true}`, ""}, {"directed", `{"do":"pace","minute":"1h","why":"so"}`, "none"},
	{"step", `{"to":"event"}`, ""},
	{"jump", `{"by":"1h"}`, ""}, {"tick", ``, "none"}, {"resumed", ``, "none"},
	{"signed", `{"key":"ssh-ed25519 AAAA","from":1}`, "none"},
	{"lost", `{"file":"a.jsonl","kept":"b.jsonl","why":"It is full."}`, "none"}, {"stood", `{"for":"20s"}`, "none"},
	{"undone", `{"verb":"jump","who":"Fay","why":"Too far."}`, "none"}, {"drop", ``, "none"},
	{"heard", `{"by":[{"who":"Bob","n":1}]}`, "none"},
	{"broadcast", `{"text":"Hear."}`, ""},
	{"whisper", `{"to":"Bob","text":"Hm."}`, "e"}, {"question", `{"text":"What now?"}`, ""}, {"close", `{"n":1}`, ""},
	{"answer", `{"n":1,"text":"So."}`, "only p"}, {"observe", `{"text":"Seen."}`, "e"},
	{"judge", `{"inject":"hidden","mark":"2"}`, "e"}, {"checked", `{"n":1,"on":true}`, "e"},
	{"rate", `{"objective":"picture","rating":"P"}`, "e"},
	{"mirror", `{"role":"cloud"}`, "e"}, {"read", `{"n":1}`, "only p"}, {"leave", ``, "eplob"},
	{"join", `{"kind":"facilitator"}`, "eplob"},
	{"decide", `{"text":"We wait.","role":"cloud"}`, "ep"},
	{"approval", `{"case":"cloud#1","from":"police","text":"May they?"}`, ""},
	{"approve", `{"n":1,"yes":true}`, "only p"}, {"handover", `{"to":"Flo"}`, ""},
	{"feedback", `{"realism":4,"usefulness":4,"prepared":4}`, "only plo"},
	{"release", `{"release":"hidden"}`, ""}, {"hold", `{"hold":"call"}`, ""}, {"skip", `{"skip":"call"}`, ""},
	{"postpone", `{"postpone":"call","by":"1h"}`, ""},
	{"unhold", `{"unhold":"memo"}`, ""}, {"edit", `{"edit":"call","text":"New."}`, ""},
	{"inject", `{"inject":{"title":"T","text":"t","to":["lab"]}}`, ""}, {"retract", `{"retract":"hidden"}`, ""},
	{"query", `{"query":"cloud#1","text":"How?"}`, ""},
	{"rule", `{"rule":"cloud#1","outcome":"success","text":"Yes."}`, ""},
	{"shut", ``, ""}, {"unattended", ``, "none"}, {"rollcall", ``, ""}, {"here", ``, "only eplo"},
	{"reveal", `{"on":true}`, ""}, {"wall", `{"show":"move"}`, ""},
	{"predict", `{"seat":"police","will":"tell","by":"4h","confidence":0.5}`, "only p"},
	{"assess", `{"hypothesis":"odd","confidence":0.5}`, "only p"}, {"grade", `{"level":"bad"}`, "only p"},
	{"pass", `{"text":"Call the desk."}`, "only p"},
	{"seed", `{"seed":7}`, ""}, {"aide", `{"who":"Lou","role":"cloud","on":true}`, ""},
	{"advise", `{"text":"Wait."}`, "only p"},
	{"yield", `{"to":"Lou"}`, "only p"}, {"lead", ``, "only p"},
	{"visit", `{"room":"2"}`, ""}, {"put", `{"who":"Bob","room":"2"}`, ""}, {"turns", `{"every":"2h"}`, ""},
	{"turnover", ``, "none"}, {"done", ``, "p"},
	{"choose", `{"choose":"two","now":true}`, ""},
	{"set", `{"set":{"gauge":"mood","add":1}}`, ""}, {"end", `{"end":true}`, ""},
}
