package screentest

import tea "github.com/charmbracelet/bubbletea"

// Loop runs a model that changes in place as Bubble Tea would; what its commands bring waits in Msgs
// until somebody takes it.
type Loop struct {
	Model tea.Model
	Msgs  chan tea.Msg
}

// NewLoop makes the loop of a model, which has run nothing yet.
func NewLoop(m tea.Model) *Loop { return &Loop{Model: m, Msgs: make(chan tea.Msg, 1000)} }

// Run has a command come to its end while the rest goes on.
func (l *Loop) Run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for _, c := range batch {
				l.Run(c)
			}
			return
		}
		l.Msgs <- msg
	}()
}

// Take gives the model a message.
func (l *Loop) Take(msg tea.Msg) {
	_, cmd := l.Model.Update(msg)
	l.Run(cmd)
}
