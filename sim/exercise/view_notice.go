package exercise

// Notice is an out-of-game word, from a person or the exercise itself.
type Notice struct {
	N  int    `json:"n"` // its number among all that you could hear, from 1
	At Moment `json:"at"`
	// Wall is when it was said, of the room: UTC, "2026-11-24T09:41:07Z".
	Wall string `json:"wall,omitempty"`
	// Kind says whose words they are, whatever From is called.
	Kind  NoticeKind `json:"kind"`
	From  string     `json:"from"`
	Yours bool       `json:"yours,omitempty"` // you have said it
	To    string     `json:"to"`              // "all", "staff" or a person's name
	Text  string     `json:"text"`
}

// NoticeKind is whose words a notice is.
type NoticeKind string

// The kinds of notices.
const (
	NoticeExercise    NoticeKind = "exercise"
	NoticeFacilitator NoticeKind = "facilitator"
	NoticePerson      NoticeKind = "person"
)

// By is who speaks, as every screen says it. The word for the kind comes first, and a
// person's name never does: nobody can be called so that their words pass for others'.
func (n Notice) By() string {
	switch n.Kind {
	case NoticeExercise:
		return "EXERCISE"
	case NoticeFacilitator:
		if n.From == fromFacilitator().name {
			return "FACILITATOR"
		}
		return "FACILITATOR " + n.From
	}
	return "from " + n.From
}
