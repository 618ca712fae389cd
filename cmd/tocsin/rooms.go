package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
)

// maxRooms is how many rooms play side by side at most.
const maxRooms = 16

// rooms are the rooms of a host: one, or several side by side.
type rooms struct {
	group *room.Group // nil for one
	all   []*room.Room

	records []string // the record of each; empty if nothing is recorded
}

// numbered is the file of a room's record: tuesday-2.jsonl.
func numbered(path string, n int) string {
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + "-" + strconv.Itoa(n) + ext
}

// newRecord is a file name for a record that is begun at a time, if the command line gives none. Neither it nor the
// numbered files of so many rooms exist.
func newRecord(scenario string, rooms int, at time.Time) string {
	name := fmt.Sprintf("%s-%s", scenario, at.Format("2006-01-02-1504"))
	file := name + ".jsonl"
	for n := 2; recorded(file, rooms); n++ { // begun in the same minute
		file = fmt.Sprintf("%s-again%d.jsonl", name, n)
	}
	return file
}

// recorded reports whether a file exists, or that of one of so many rooms.
func recorded(file string, rooms int) bool {
	for n := 1; n <= rooms && rooms > 1; n++ {
		if exists(numbered(file, n)) {
			return true
		}
	}
	return exists(file)
}

// openRooms begins the exercise in each room, or continues with it. All rooms have the same codes.
func (f *hostFlags) openRooms(ctx context.Context, std stdio, name string, key record.Signer) (*rooms,
	*scenario.Scenario, error) {
	if f.rooms == 1 {
		r, sc, err := f.openRoom(std, name, key)
		rs := &rooms{all: []*room.Room{r}}
		rs.recorded(f.record)
		return rs, sc, err
	}
	rs := &rooms{group: room.NewGroup(f.clock == "common")}
	var sc *scenario.Scenario
	file := f.record
	if file == "" {
		file = newRecord(shortName(name), f.rooms, time.Now())
	}
	for n := 1; n <= f.rooms; n++ {
		one := *f
		if one.resume != "" {
			one.resume = numbered(f.resume, n)
		} else if file != "none" {
			one.record = numbered(file, n)
		}
		if one.mirror != "" {
			one.mirror = numbered(f.mirror, n)
		}
		one.place = strconv.Itoa(n)
		r, s, err := one.openRoom(std, name, key)
		if err == nil {
			rs.all = append(rs.all, r)
			rs.recorded(one.record)
			err = rs.group.Add(ctx, strconv.Itoa(n), r)
		}
		if err != nil {
			return nil, nil, errors.Join(err, rs.close("The exercise has been closed"))
		}
		if n == 1 {
			sc, f.codes = s, r.Book().Said()
			defer func() { f.record = one.record }()
		}
	}
	return rs, sc, nil
}

func (rs *rooms) recorded(file string) {
	if file != "" {
		rs.records = append(rs.records, file)
	}
}

func (rs *rooms) announce(ctx context.Context, j exercise.Joining) {
	for i, r := range rs.all {
		if len(rs.all) > 1 {
			j.Room = "." + strconv.Itoa(i+1)
		}
		_ = r.Announce(ctx, j) // a room that is closed needs none
	}
}

// present is how many people are connected to the rooms.
func (rs *rooms) present(ctx context.Context) int {
	n := 0
	for _, r := range rs.all {
		n += r.Present(ctx)
	}
	return n
}

// done reports whether every room has been closed.
func (rs *rooms) done() bool {
	for _, r := range rs.all {
		select {
		case <-r.Done():
		default:
			return false
		}
	}
	return true
}

// over reports whether every room has reached ENDEX.
func (rs *rooms) over() bool {
	for _, r := range rs.all {
		over := false
		if err := r.Look(context.Background(), func(x *exercise.Exercise) { over = x.Over() }); err != nil {
			over = r.Ended()
		}
		if !over {
			return false
		}
	}
	return true
}

func (rs *rooms) close(why string) error {
	var errs []error
	for _, r := range rs.all {
		errs = append(errs, r.Close(why))
	}
	return errors.Join(errs...)
}

// lastWords says where the records of closed rooms are, and which commands come next.
func lastWords(out io.Writer, rs *rooms, over bool) {
	var first []string
	for n, r := range rs.all {
		files := r.Files()
		if len(files) == 0 {
			return
		}
		first = append(first, files[0])
		where := strings.Join(files, " and in ")
		switch {
		case len(rs.all) > 1:
			fmt.Fprintf(out, "Room %d: the record is in %s.\n", n+1, where)
		case over:
			fmt.Fprintf(out, "The exercise is over. Its record is in %s.\n", where)
		default:
			fmt.Fprintf(out, "The record is in %s.\n", where)
		}
	}
	switch {
	case over && len(rs.all) > 1:
		fmt.Fprintf(out, "The report of each, and how they compare: %s -o report\n",
			typed(append([]string{"tocsin", "report"}, first...)...))
	case len(rs.all) == 1:
		saidLast(out, first[0], over)
	default:
		base := strings.Replace(first[0], "-1"+filepath.Ext(first[0]), filepath.Ext(first[0]), 1)
		fmt.Fprintf(out, "Continue with: %s\n",
			typed("tocsin", "host", "--rooms", strconv.Itoa(len(rs.all)), "--resume", base))
	}
}

// saidLast says which command comes next for a record.
func saidLast(out io.Writer, path string, over bool) {
	if over {
		fmt.Fprintf(out, "The after-action report: %s\n", typed("tocsin", "report", path))
		return
	}
	fmt.Fprintf(out, "Continue with: %s\n", typed("tocsin", "host", "--resume", path))
}
