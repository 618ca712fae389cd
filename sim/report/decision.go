package report

// Told says what was decided, in words.
func (d *Decision) Told() string {
	how, said := map[string]string{"act": "begin “", "commit": "commit to “", "withdraw": "withdraw from “",
		"cancel": "cancel “"}[d.Verb]
	switch {
	case said && d.What != "":
		return how + d.What + "”"
	case d.Verb == "invest" && d.What != "":
		return "put " + d.What
	case d.Verb == "convene":
		return "convene " + d.What
	case d.What == "":
		return d.Verb
	}
	return d.Verb + ": " + d.What
}
