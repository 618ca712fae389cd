package engine

// Ways of messages can be slow or down. What is on its way, or is sent, while one is down waits in the order in which
// it would have arrived, and arrives when it works again. Nobody is told, as nobody is told of a dead mailbox;
// only who tries to call notices.

// Channels, as places in scenario.Channels.
const (
	callChannel = iota
	contactChannel
	formalChannel
)

// channelState is how a way of messages is.
type channelState struct {
	slow float64 // times as long
	down bool
}

// channelOf is the channel of a way, or -1 for a venue and what needs none.
func channelOf(via Via) int {
	switch via.Cause {
	case ByCall:
		return callChannel
	case ByContact:
		return contactChannel
	case ByChannel:
		return formalChannel
	}
	return -1
}

// slow is how many times as long a way takes.
func (e *Engine) slow(channel int) float64 {
	if len(e.channels) == 0 {
		return 1
	}
	return e.channels[channel].slow
}

// down reports whether a way does not work.
func (e *Engine) down(channel int) bool {
	return len(e.channels) > 0 && channel >= 0 && e.channels[channel].down
}

// Channel returns the state of a way of messages, by its place in scenario.Channels: how many times as
// long it takes, whether it is down, and how many messages wait for it.
func (e *Engine) Channel(c int) (slow float64, down bool, waiting int) {
	for _, i := range e.blocked {
		if channelOf(e.messages[i].via) == c {
			waiting++
		}
	}
	return e.slow(c), e.down(c), waiting
}

// changedChannel tells of a way of messages that is no longer as it was.
func (e *Engine) changedChannel(c int, was channelState, via Via) {
	is := e.channels[c]
	if is == was {
		return
	}
	if is.down {
		is.slow = 0
	}
	e.emit(&Event{Kind: ChannelChanged, Role: Nobody, Other: Nobody, Ref: int32(c), Num: is.slow, Via: via})
}

// block keeps a message that would arrive now while its way is down, and reports whether it does.
func (e *Engine) block(i int) bool {
	if !e.down(channelOf(e.messages[i].via)) {
		return false
	}
	e.blocked = append(e.blocked, int32(i))
	m := &e.messages[i]
	e.emit(&Event{Kind: MessageBlocked, Role: m.from, Other: m.to, Ref: m.fact, Msg: int32(i + 1), Via: m.via})
	return true
}

// unblock lets what has waited for a way arrive.
func (e *Engine) unblock(channel int) {
	left := e.blocked[:0]
	for _, i := range e.blocked {
		if channelOf(e.messages[i].via) != channel {
			left = append(left, i)
			continue
		}
		e.messages[i].arrives = e.now
		e.later(e.now, rankWorld, body{kind: messageArrives, a: i})
	}
	e.blocked = left
}

// digestWays takes in who is at the table and how words get from one to another.
func (e *Engine) digestWays(h *hasher) {
	for i := range e.calls {
		c := &e.calls[i]
		h.word(uint64(uint32(c.with)))
		h.word(uint64(c.until))
		h.word(uint64(c.free))
		h.word(uint64(c.quiet))
	}
	for _, c := range e.channels {
		h.float(c.slow)
		h.bool(c.down)
	}
	if len(e.blocked) > 0 {
		words(h, e.blocked)
	}
	if len(e.away) > 0 {
		bools(h, e.away)
	}
	if len(e.proved) > 0 {
		words(h, e.proved)
	}
}

// copyWays copies what digestWays takes in, into the memory that e had.
func (e *Engine) copyWays(old, o *Engine) {
	e.calls = append(old.calls[:0], o.calls...)
	e.channels, e.blocked = append(old.channels[:0], o.channels...), append(old.blocked[:0], o.blocked...)
	e.away = append(old.away[:0], o.away...)
	e.proved = append(old.proved[:0], o.proved...)
}
