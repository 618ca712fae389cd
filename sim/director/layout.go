package director

import "time"

// Layout is how the time of a room is shared out: what a facilitator would write on a run
// sheet. The shares are those of discussion-based exercises, where play is half to two thirds
// of the time and the hot wash is at most half an hour (HSEEP 2020, 3-4 and 4-3).
type Layout struct {
	Brief time.Duration // before STARTEX
	// Exchange is the time in which seats show each other their if-then notes, between brief and
	// STARTEX; 0 where they brought none.
	Exchange time.Duration
	Play     time.Duration // of all moves together, with the clock running
	Talk     time.Duration // of the discussion at the end of each move except the last
	Wash     time.Duration // the hot wash, from ENDEX
	Talks    int           // how many discussions there are
	// Least is the least room time that a move has, however much others need.
	Least time.Duration
}

// The shares, in hundredths of the room's time, and their bounds.
const (
	briefShare, washShare, talkShare = 8, 16, 15
	exchangeShare                    = 12
	shortest, longest                = time.Minute, 20 * time.Minute
	leastMove                        = 4 * time.Minute
)

// LayOut shares out the time of a room for a scenario with so many moves; exchange is set where
// seats show each other notes before STARTEX.
func LayOut(asked time.Duration, moves int, exchange bool) Layout {
	l := Layout{Brief: share(asked, briefShare, longest/2), Wash: share(asked, washShare, longest),
		Talks: max(moves-1, 0)}
	if l.Talks > 0 {
		l.Talk = min((asked * talkShare / 100 / time.Duration(l.Talks)).Truncate(10*time.Second), longest/2)
	}
	if exchange {
		l.Exchange = share(asked, exchangeShare, longest/2)
	}
	l.Play = max(asked-l.Early()-l.Wash-time.Duration(l.Talks)*l.Talk, 0)
	l.Least = min(leastMove, l.Play/time.Duration(2*max(moves, 1)))
	return l
}

// Early returns the time before STARTEX.
func (l Layout) Early() time.Duration { return l.Brief + l.Exchange }

func share(of time.Duration, hundredths int, most time.Duration) time.Duration {
	return min(max((of*time.Duration(hundredths)/100).Round(10*time.Second), min(shortest, of/10)), most)
}
