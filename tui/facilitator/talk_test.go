package facilitator

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
)

// ear is a seat that keeps what has been heard.
type ear struct {
	*fake
	heard int
}

func (e *ear) Heard(n int) { e.heard = n }

// TestWordsAreNewOnce: the page Talk counts what has not been read, here or before the line was lost,
// also when more was said than a view holds; reading tells the room. It shows the time of the room.
func TestWordsAreNewOnce(t *testing.T) {
	v := screentest.Staff()
	m, f := console(t, 120, 36, v)
	e := &ear{fake: f}
	m.seat = e
	said := func(from, to int) {
		v.Notices = nil
		for n := from; n <= to; n++ {
			v.Notices = append(v.Notices, exercise.Notice{N: n, Kind: exercise.NoticePerson, From: "Ada", To: "staff",
				Text: fmt.Sprint("Word ", n), Wall: time.Date(2026, 11, 24, 9, 41, 0, 0, time.Local).Format(time.RFC3339)})
		}
		m.Update(v)
	}
	v.You.Heard = 2
	said(1, 4)
	assert.Equal(t, 2, m.unheard())
	m.show("talk")
	assert.Contains(t, text(m), "09:41")
	assert.Contains(t, text(m), "Word 4")
	assert.Zero(t, m.unheard())
	assert.Equal(t, 4, e.heard)
	v.Notices = append(v.Notices, exercise.Notice{N: 5, Kind: exercise.NoticePerson, From: "Ada", To: "Bob", Text: "Together?"})
	m.show("now")
	m.Update(v)
	assert.Zero(t, m.unheard(), "what players say to each other needs nobody")
	said(52, 101)
	assert.Equal(t, 50, m.unheard())
}

// TestFormTitlesAreShort: what follows the colon of an act's help is under the title, whole.
func TestFormTitlesAreShort(t *testing.T) {
	m, _ := console(t, 80, 20, screentest.Staff())
	press(t, m, ":", "wall", "enter")
	shown := text(m)
	assert.Regexp(t, `(?m)^>Put something on the wall ─+ `, shown)
	assert.Contains(t, strings.Join(strings.Fields(shown), " "), "The news, what a move was, after ENDEX the hot wash, "+
		"the gap or what really happened")
}
