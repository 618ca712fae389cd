package scenario

// Venue is a place where several roles can talk at once.
type Venue struct {
	ID      string `toml:"-"`
	Title   string `toml:"title" default:"the id" example:"\"Incident cell\"" doc:"The name of the venue."`
	Members Names  `toml:"members" ref:"role|all" required:"true" example:"[\"developer\", \"cloud\", \"cert\"]" doc:"The roles that are its members."`
	Open    bool   `toml:"open" default:"false" example:"true" doc:"Whether it is open at STARTEX."`
	Convene Delay  `toml:"convene" default:"no time" example:"{median=\"6h\", p90=\"20h\"}" doc:"How long it takes to open when a member convenes it."`
	Latency Delay  `toml:"latency" default:"no time" example:"\"10m\"" doc:"How long sharing inside it takes."`
	Basis   string `toml:"basis" default:"none" example:"\"SolarWinds: about 3 days after disclosure\"" doc:"The source of this table's numbers."`
}

// Sharing is formal sharing between organisations outside a venue.
type Sharing struct {
	Latency  Delay     `toml:"latency" default:"no time" example:"{median=\"4h\", p90=\"16h\"}" doc:"How long a message between two organisations takes to reach someone who reads it."`
	Contacts []Contact `toml:"contacts" default:"none" example:"[{from=\"host\", to=\"agency\", latency=\"12h\"}]" doc:"Pairs with a different latency: a hotline, or the wrong mailbox. If it is quicker than latency it is a contact, which can be chosen; otherwise it is the formal way of the pair, until a mechanism corrects it."`
	Call     Duration  `toml:"call" default:"nobody calls" example:"\"15m\"" doc:"How long a call takes of both people's time. What is said in it arrives at once."`
	Basis    string    `toml:"basis" default:"none" example:"\"design estimate\"" doc:"The source of this table's numbers."`
}

// Channels are the ways of messages between seats outside venues: a call, the contact of a pair, and the formal
// way of all others.
var Channels = []string{"call", "contact", "formal"}

// Contact is a pair of roles with its own latency.
type Contact struct {
	From    string `toml:"from" ref:"role" required:"true" example:"\"host\"" doc:"The role that sends."`
	To      string `toml:"to" ref:"role" required:"true" example:"\"agency\"" doc:"The role that receives. The other direction is a separate contact."`
	Latency Delay  `toml:"latency" required:"true" example:"{median=\"12h\", p90=\"48h\"}" doc:"How long it takes."`
}

// Mailbox reports whether a pair's own latency is on average no quicker than the latency of all pairs. Then it is not a
// contact that can be chosen, but the formal way between the two, such as a wrong address.
func (s *Sharing) Mailbox(c *Contact) bool { return c.Latency.Mean() >= s.Latency.Mean() }

// checkChannelEffect reports an effect that slows calls, or that changes them where nobody can call.
func checkChannelEffect(c *checker, e *Effect, path string) {
	if e.Channel != "call" {
		return
	}
	if e.Slow != nil {
		c.errorf(path+".slow", "conflict", "use works", "a call comes at once: it can be down, and not slow")
	}
	if c.sc.Sharing.Call <= 0 {
		c.errorf(path+".channel", "conflict", `give [sharing] call = "15m"`, "nobody can call in this scenario")
	}
}
