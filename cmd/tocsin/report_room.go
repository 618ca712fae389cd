package main

import (
	"fmt"

	"tocsin/sim/phrase"
	"tocsin/sim/score"
)

// effort is how many events may be played for each part of a report's counterfactuals: a few seconds' worth.
// It counts events and not seconds, so that the same record gives the same report.
const effort = 3_000_000

// eventsOf is about how many events it costs to play the run once: its events and acts, and 200 besides.
func eventsOf(p *score.Played) int { return len(p.Events) + len(p.Acts) + 200 }

// moments is how many moments to try on the run's own draw of chance, and how
// many of these on all draws. Half of the effort goes into each.
func moments(p *score.Played, f reportFlags) (screen, most int) {
	one := eventsOf(p)
	if f.seeds == 0 {
		return 0, 0
	}
	screen, most = max(8, effort/one/2), max(4, effort/one/2/f.seeds)
	if f.tries > 0 {
		screen, most = max(screen, 4*f.tries), f.tries
	}
	return screen, most
}

// gapRoom is on how many draws of chance the gap is divided: score.GapDraws, or --seeds if that is more, as far as
// the effort allows; 0 with --seeds 0. Each draw takes eight runs and the three that they are compared with.
func gapRoom(p *score.Played, f reportFlags) int {
	if f.seeds == 0 {
		return 0
	}
	one := eventsOf(p)
	return max(1, min(max(score.GapDraws, f.seeds), effort/one/11))
}

// fewestDraws is on how many draws of chance moments are weighed and bots are played at least,
// however long the record is, if so many are asked for.
const fewestDraws = 20

// momentRoom are the draws of chance on which the most promising moments are tried: all of seeds if --seeds or
// --moments is given, else as many as the effort allows. Each takes a run for every moment.
func momentRoom(p *score.Played, most int, seeds []uint64, f reportFlags) []uint64 {
	if f.asked.seeds || f.tries > 0 {
		return seeds
	}
	one := eventsOf(p)
	return seeds[:min(len(seeds), max(fewestDraws, effort/one/2/max(most, 1)))]
}

// bandRoom is on how many draws of chance bots are played to compare with the run. Each counts as five runs: the run
// again, the bots, and their baselines.
func bandRoom(p *score.Played, f reportFlags) int {
	if f.asked.band {
		return f.runs
	}
	one := eventsOf(p)
	return min(f.runs, max(fewestDraws, effort/one/5))
}

// shortened says on how many draws of chance a long record is worked out, if these are fewer
// than were asked for; "" otherwise.
func shortened(p *score.Played, f reportFlags, seeds []uint64) string {
	_, most := moments(p, f)
	var parts []string
	add := func(n, of int, what string) {
		if n < of {
			parts = append(parts, fmt.Sprintf("%s on %d of %d", what, n, of))
		}
	}
	if _, any := score.Harmed(p.Engine); any {
		add(gapRoom(p, f), len(seeds), "the gap")
		add(len(momentRoom(p, most, seeds, f)), len(seeds), "moments")
		if len(p.Model.Scenario.Mechanisms) > 0 {
			add(len(worthRoom(p, seeds)), len(seeds), "what mechanisms are worth")
		}
	}
	add(bandRoom(p, f), f.runs, "bots in every seat")
	if len(parts) == 0 {
		return ""
	}
	return "The record is long, so not all draws of chance were played: " + phrase.List(parts) + ". Intervals are " +
		"wider for it."
}

// creditRoom are the draws of chance on which credit is divided, ten at most, and how many orders of
// seats are drawn on each: 2 with more than nine seats, else 0, which means every coalition.
func creditRoom(p *score.Played, seeds []uint64) (few []uint64, orders int) {
	one := eventsOf(p)
	coalitions := 1 << min(len(p.Model.Scenario.Roles), 20)
	if n := len(p.Model.Scenario.Roles); n > 9 {
		orders = 2
		coalitions = orders * n
	}
	return seeds[:min(len(seeds), 10, effort/one/coalitions)], orders
}

// worthRoom are the draws of chance on which the worth of mechanisms is measured, at least two if there are so many.
// Each takes four runs for every mechanism.
func worthRoom(p *score.Played, seeds []uint64) []uint64 {
	one := eventsOf(p)
	n := max(1, len(p.Model.Scenario.Mechanisms))
	return seeds[:min(len(seeds), max(2, effort/one/4/n))]
}

// fundingRoom are the draws of chance on which all sets of mechanisms are played: none if
// there are too many sets, or no harm or notes by which they could differ.
func fundingRoom(p *score.Played, seeds []uint64) []uint64 {
	n := len(p.Model.Scenario.Mechanisms)
	if _, any := score.Harmed(p.Engine); !any || n == 0 || n > score.MostFunded || len(p.Model.Scenario.Notes) == 0 {
		return nil
	}
	one := eventsOf(p)
	draws := min(len(seeds), effort/one>>n)
	if draws < fewestFunded {
		return nil
	}
	return seeds[:draws]
}

// fewestFunded is on how many draws sets of mechanisms are compared at least.
const fewestFunded = 5
