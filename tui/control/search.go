package control

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Seeker finds which acts mattered; a *room.Seat of the staff is one.
type Seeker interface {
	Moments(ctx context.Context, progress func(done, of int)) (*exercise.Moments, error)
}

// search is the search for the moments that mattered, as it goes on.
type search struct {
	news   chan Sought // holds the newest only
	cancel context.CancelFunc
	done   int
	of     int
	err    error
}

// Sought is how far a search has come.
type Sought struct {
	done, of int
	over     bool
	err      error
}

// begin starts a search, if the seat can make one and none is under way.
func (s *search) begin(seat any) tea.Cmd {
	seeker, ok := seat.(Seeker)
	if !ok || s.cancel != nil {
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	news := make(chan Sought, 1)
	*s = search{news: news, cancel: cancel}
	tell := func(x Sought) {
		select {
		case <-news: // nobody has seen it yet: the newer one takes its place
		default:
		}
		news <- x
	}
	go func() {
		var x Sought
		_, err := seeker.Moments(ctx, func(done, of int) {
			x = Sought{done: done, of: of}
			tell(x)
		})
		x.over, x.err = true, err
		tell(x)
	}()
	return s.next()
}

func (s *search) next() tea.Cmd {
	news := s.news
	return func() tea.Msg { return <-news }
}

// take takes how far the search has come, and waits for more.
func (s *search) take(x Sought) tea.Cmd {
	s.done, s.of = x.done, x.of
	if !x.over {
		return s.next()
	}
	if s.cancel != nil {
		s.cancel()
	}
	s.cancel, s.err = nil, x.err
	return nil
}

// stop breaks a search off, and reports whether there was one.
func (s *search) stop() bool {
	if s.cancel == nil {
		return false
	}
	s.cancel()
	return true
}

// moments draws the moments that mattered, or how far the search for them has come.
func (p *Wash) moments(th theme.Theme, hw *exercise.HotWash, w int) []string {
	var out []string
	dim := func(text string) {
		for _, line := range widget.Wrap(text, w-2) {
			out = append(out, " "+th.Dim.Render(line))
		}
	}
	s := &p.search
	switch {
	case s.cancel != nil && s.of > 0:
		out = append(out, " "+widget.Cut(fmt.Sprintf("%s %d of %d", widget.Bar(float64(s.done)/float64(s.of), 20),
			s.done, s.of), w-1))
		dim("The exercise is played again without each act, and with each earlier. c stops it.")
	case s.cancel != nil:
		dim("The exercise is being played again without each act… c stops it.")
	case s.err != nil && !errors.Is(s.err, context.Canceled):
		out = append(out, th.Bad.Render(widget.Cut(" It could not be worked out: "+s.err.Error(), w)))
	case hw.Moments == nil && p.Fixed:
		dim("The report on this record says which acts mattered: tocsin report.")
	case hw.Moments == nil:
		dim("Press c to have the exercise played again without each act, and see which of them mattered.")
	}
	m := hw.Moments
	if m == nil {
		return out
	}
	out = append(out, waterfallLines(th, m, w)...)
	if m.Worse {
		out = append(out, th.Warn.Render(widget.Cut(" Harm is greater than if nobody had acted.", w)))
	}
	for _, t := range m.Each {
		style := th.Good
		if t.Harm < 0 || strings.Contains(t.Then, "less") {
			style = th.Warn
		}
		lines := widget.WrapIndent(" "+widget.Fit(t.At.T, 14)+t.Text, w-1, 15)
		lines[0] = th.Strong.Render(lines[0])
		out = append(out, lines...)
		for _, l := range t.Links {
			out = append(out, widget.WrapIndent(" "+widget.Fit(l.At.T, 14)+l.Text, w-1, 15)...)
		}
		for _, line := range widget.Wrap(t.Then, max(w-17, 10)) {
			out = append(out, strings.Repeat(" ", 15)+style.Render(line))
		}
	}
	if len(m.Each) == 0 {
		dim("No single act made a difference.")
	}
	note := fmt.Sprintf("The amounts are of this exercise; each was also tried on %s with other chances.",
		plural(m.Seeds, "run", "runs"))
	if m.Untried > 0 {
		note += fmt.Sprintf(" %d more acts were not tried.", m.Untried)
	}
	if !m.Whole {
		note += " The search was stopped; c goes on with it."
	}
	dim(note)
	return out
}
