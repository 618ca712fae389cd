package scenario

// function is a function that expressions may call: the kind of thing that its first argument
// names, "" for none, and whether a role may follow.
type function struct {
	op   Op
	kind string
	role bool
	typ  Type
}

// later are functions that were added to the format later: an older file may have a gauge or a draw
// of the same name, and keeps it.
var later = map[string]bool{"waiting": true, "done_at": true, "move": true, "over": true,
	"checked": true, "held": true, "runs": true, "running": true, "exposed": true, "flawed": true}

// taken reports whether a word already has a meaning in expressions, so that no gauge and no draw can
// have it as an id.
func taken(id string) bool {
	_, function := functions[id]
	return id == "hours" || function && !later[id] || id == "state" || reserved[id]
}

var functions = map[string]function{
	"knows": {OpKnows, "fact", true, Bool}, "aware": {OpAware, "fact", false, Number},
	"held": {OpHeld, "fact", false, Number},
	"done": {OpDone, "action", true, Bool}, "doing": {OpDoing, "action", true, Bool},
	"failed": {OpState, "system", false, Bool}, "count_failed": {OpCountFailed, "", false, Number},
	"delivered": {OpDelivered, "inject", false, Bool}, "missed": {OpMissed, "inject", false, Bool},
	"open": {OpOpen, "venue", false, Bool}, "met": {OpMet, "obligation", false, Bool},
	"started": {OpStarted, "obligation", false, Bool}, "has": {OpHas, "mechanism", false, Bool},
	"ended": {OpEnded, "ending", false, Bool}, "breached": {OpBreached, "fact", false, Bool},
	"joined": {OpJoined, "action", false, Number}, "waiting": {OpWaiting, "action", false, Number},
	"done_at": {OpDoneAt, "action", true, Number},
	"move":    {OpMove, "move", false, Bool}, "over": {OpOver, "move", false, Bool},
	"checked": {OpChecked, "inject", true, Bool},
	"runs":    {OpRuns, "version", false, Bool}, "running": {OpRunning, "version", false, Number},
	"exposed": {OpExposed, "version", false, Number}, "flawed": {OpFlawed, "version", false, Bool},
}
