package scenario

// Profile is how bots behave beyond what their notes say: what they make of messages, of what
// others have shown them, and of their own promises. Without one a bot reads each message for
// itself, does what its notes say when they say it, and answers what it is asked.
type Profile struct {
	ID       string  `toml:"-"`
	Title    string  `toml:"title" default:"none" example:"\"Careful\"" doc:"The name of the profile."`
	Reads    Delay   `toml:"reads" default:"no time" example:"{median=\"6m\", p90=\"20m\"}" doc:"How long the bot takes to read each message, one after another: many messages delay what matters. The seat does nothing else in that time."`
	Patience Delay   `toml:"patience" default:"it never waits" example:"{median=\"8h\", p90=\"24h\"}" doc:"How long it waits before it joins a joint action that it does not expect enough others to join. It expects those who have committed, and those who have shown it a promise to join, if it knows that the trigger has come."`
	Prepares Delay   `toml:"prepares" default:"it prepares nothing" example:"{median=\"30m\", p90=\"2h\"}" doc:"How long it takes to prepare what a note that it was shown will need: it passes on what the note needs, and convenes the venue for a joint action of both."`
	Asks     Delay   `toml:"asks" default:"it asks nothing" example:"{median=\"1h\", p90=\"4h\"}" doc:"How long until it asks for a missing fact of a note of which another fact is known. It asks the seats whose notes say that they would know, and contacts who would learn it first."`
	Mute     bool    `toml:"mute" default:"false" example:"true" doc:"It answers no questions."`
	Heedless bool    `toml:"heedless" default:"false" example:"true" doc:"It does what it has decided even if the reason for it has gone."`
	Bound    bool    `toml:"bound" default:"false" example:"true" doc:"It keeps a promise even if the reason for it has gone, and pays the cost."`
	Believes float64 `toml:"believes" min:"0" max:"1" default:"0" example:"0.3" doc:"How likely it is to believe a decoy: it passes it on to those whom its notes tell things, and follows it."`
	Chases   Delay   `toml:"chases" default:"no time" example:"{median=\"4h\", p90=\"12h\"}" doc:"How long it follows a lead that it believes, and does nothing else."`
	Strays   float64 `toml:"strays" min:"0" max:"1" default:"0" example:"0.1" doc:"How likely it is to begin with another action that it could take, if it has not filed the note on which it acts; it decides again afterwards."`
	Checks   float64 `toml:"checks" min:"0" max:"1" default:"0" example:"0.6" doc:"How likely it is to check back on a message from another seat, other than a call, once it has read it: by a call if calls exist, otherwise the usual way."`
	Basis    string  `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

func logNormal(median, p90 Duration) Delay {
	return Delay{Set: true, Kind: LogNormal, A: median, B: p90}
}

// Profiles are built in: every scenario can name them without a table. scenarios/bots.md
// compares their numbers with the cases that they are calibrated to.
var Profiles = []Profile{
	{ID: "careful", Title: "Careful", Reads: logNormal(6*Minute, 20*Minute), Patience: logNormal(12*Hour, 30*Hour),
		Prepares: logNormal(46*Minute, 334*Minute), Asks: logNormal(90*Minute, 6*Hour), Bound: true, Believes: 0.18,
		Chases: logNormal(4*Hour, 12*Hour), Basis: "scenarios/bots.md"},
	{ID: "hasty", Title: "Hasty", Reads: logNormal(2*Minute, 8*Minute), Patience: logNormal(Hour, 4*Hour),
		Heedless: true, Believes: 0.49, Chases: logNormal(2*Hour, 8*Hour), Strays: 0.2, Basis: "scenarios/bots.md"},
	{ID: "silo", Title: "Silo", Reads: logNormal(6*Minute, 20*Minute), Patience: logNormal(3*Day, 7*Day), Mute: true,
		Believes: 0.18, Chases: logNormal(4*Hour, 12*Hour), Basis: "scenarios/bots.md"},
}

// ProfileOf is the profile of a seat's bot: the seat's, else the scenario's; nil if neither names one. A profile that
// the scenario writes goes before a built-in one with the same id.
func (sc *Scenario) ProfileOf(role int) *Profile {
	id := sc.Roles[role].Bots
	if id == "" {
		id = sc.Bots
	}
	if i := sc.Find("profile", id); i >= 0 {
		return &sc.Profiles[i]
	}
	for i := range Profiles {
		if Profiles[i].ID == id {
			return &Profiles[i]
		}
	}
	return nil
}
