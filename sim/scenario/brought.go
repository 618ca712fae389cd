package scenario

// Brought is the registry file of an organisation that takes a seat of an exercise, and which notes
// of the scenario are drafts from it.
type Brought struct {
	Seat string `json:"seat"` // id of the role
	Text string `json:"text"` // the whole file, as it was brought
	// Drafts are the notes of the scenario that the file's notes became.
	Drafts []Origin `json:"drafts,omitempty"`
}

// Origin is the deed of an organisation's note from which a note of the scenario was drafted.
type Origin struct {
	Note int    `json:"note"` // index of the draft among the scenario's notes
	ID   string `json:"id"`   // of the organisation's note
	Key  string `json:"key"`  // where its deed is: "do", "tell" or "commit"
	At   int    `json:"at"`   // index in that list
}
