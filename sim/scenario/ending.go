package scenario

// Ending is one of the ways in which an exercise can end.
type Ending struct {
	ID    string `toml:"-"`
	Title string `toml:"title" default:"the id in words" example:"\"Contained\"" doc:"The name of the ending."`
	When  Expr   `toml:"when" expr:"bool" default:"when the time is over" example:"\"done('clean_up')\"" doc:"The exercise ends with this ending when this becomes true, after everything else that is due at that instant. An ending without when is used when the time is over."`
	Text  string `toml:"text" default:"empty" example:"\"The last copy is off line.\"" doc:"The text that everybody is told at the end; it is also in the report."`
}

// checkEndings refuses a second ending for when the time is over.
func (c *checker) checkEndings() {
	late := ""
	for i := range c.sc.Endings {
		e := &c.sc.Endings[i]
		switch {
		case e.When.Source != "":
		case late != "":
			c.errorf(join("ending", e.ID), "conflict", "give one of them when",
				"both ending %q and ending %q are for when the time is over", late, e.ID)
		default:
			late = e.ID
		}
	}
}
