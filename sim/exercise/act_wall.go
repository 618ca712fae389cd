package exercise

import (
	"cmp"
	"slices"
)

// What the wall can show in place of the news.
const (
	wallNews  = "news"
	wallMove  = "move"
	wallWash  = "wash"
	wallGap   = "gap"
	wallStory = "story"
	// wallPicture is the hypotheses with how sure the seats are, and how far they agree.
	wallPicture = "picture"
)

var wallShows = []string{wallNews, wallMove, wallWash, wallGap, wallStory, wallPicture}

// Wall is what the facilitator puts on the wall: the news, what a move was, what the seats make of
// it, and after ENDEX a page of the hot wash, the coordination gap, or a page of what really
// happened. Nothing of it is there unless it was put there, and no seat is named unless Names
// says so.
type Wall struct {
	Show string `json:"show"`
	// Page is which move, or which page of the hot wash, from 1; 0 is the move that has ended
	// last, and the first page.
	Page  int  `json:"page,omitempty"`
	Names bool `json:"names,omitempty"`
	// Venues shows the open venues that not every seat belongs to as well.
	Venues bool `json:"venues,omitempty"`
	// Lines is how many lines a page of the hot wash, or of what really happened, holds, from
	// leastLines to mostLines; 0 leaves it, at first as many as 120 columns by 40 lines have room for.
	Lines int `json:"lines,omitempty"`
}

// The bounds of how long a page of the wall is, and how long it is where nobody says.
const (
	leastLines = 4
	usualLines = 24
	mostLines  = 80
)

func (a *Wall) do(x *Exercise, _ int) Answer {
	switch {
	case !slices.Contains(wallShows, a.Show):
		return Refuse("The wall shows news, move, picture, wash, gap or story")
	case a.Page < 0:
		return Refuse("A page is a number from 1")
	case a.Lines != 0 && (a.Lines < leastLines || a.Lines > mostLines):
		return Refuse("A page holds %d to %d lines", leastLines, mostLines)
	case a.Page > 0 && slices.Contains([]string{wallNews, wallGap, wallPicture}, a.Show):
		return Refuse("Only move, wash and story have pages")
	case a.Show == wallPicture && x.pictureFor(onWall) == nil:
		return Refuse("This scenario has no hypotheses and no levels of severity")
	case a.Show == wallPicture && !x.e.Started():
		return Refuse("The exercise has not begun")
	case (a.Show == wallWash || a.Show == wallGap || a.Show == wallStory) && !x.Over():
		return Refuse("There is no hot wash before ENDEX")
	case a.Show == wallMove && !x.e.Started():
		return Refuse("The exercise has not begun")
	case a.Show == wallMove && len(x.scenario.Moves) > 0 && x.clock.moves == 0 && !x.Over():
		return Refuse("No move has ended yet")
	case a.Show == wallMove && a.Page > x.movesTold():
		return Refuse("Move %d has not ended yet", a.Page)
	}
	lines := cmp.Or(a.Lines, x.wall.Lines) // the wall stays as large as it is
	x.wall, x.answers = *a, 0
	x.wall.Lines = lines
	return yes()
}

// movesTold is how many moves can be told of: those that have ended, and at the end the one
// that ENDEX has cut short.
func (x *Exercise) movesTold() int {
	n := x.clock.moves
	rounds := x.e.Rounds()
	if x.Over() && n < len(rounds) && x.e.Now() > rounds[n].From { // one that no time has passed in has nothing to tell
		n++
	}
	return min(n, len(rounds))
}
