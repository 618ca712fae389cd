package scenario

// Words looks at every word of the vocabulary that the scenario uses: "is" of roles,
// "signal" of facts, "response" of actions. Where wrong gives a message, that and the hint
// become a warning at the word's place.
func (sc *Scenario) Words(wrong func(kind, word string) (message, hint string)) Diagnostics {
	var ds Diagnostics
	ix := newPositions([]byte(sc.Source))
	look := func(path, kind, word string) {
		if word == "" {
			return
		}
		if message, hint := wrong(kind, word); message != "" {
			ds = append(ds, Diagnostic{ix.at(path), Warning, "word", message, hint})
		}
	}
	for i := range sc.Roles {
		look(join("role", sc.Roles[i].ID)+".is", "is", sc.Roles[i].Is)
	}
	for i := range sc.Facts {
		look(join("fact", sc.Facts[i].ID)+".signal", "signal", sc.Facts[i].Signal)
	}
	for i := range sc.Actions {
		look(join("action", sc.Actions[i].ID)+".response", "response", sc.Actions[i].Response)
	}
	ds.Sort()
	return ds
}
