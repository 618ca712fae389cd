package room

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// KeySetting is the setting in a record's header that names the key of the host.
const KeySetting = "key"

// roomSetting is the setting in a record's header that names its room among several side by side, so that
// the room keeps its name if it is continued alone.
const roomSetting = "room"

// filesSetting is the setting in a record's header that names the two files of a record with a mirror, on a line each.
const filesSetting = "files"

// named is a header with the settings that name the host's key, the files if there are two, and the room.
func named(h record.Header, cfg Config) record.Header {
	settings := map[string]string{}
	maps.Copy(settings, h.Settings)
	if cfg.Key != nil {
		settings[KeySetting] = record.PublicKey(cfg.Key)
	}
	if cfg.Mirror != "" {
		settings[filesSetting] = cfg.Path + "\n" + cfg.Mirror
	}
	if cfg.Place != "" {
		settings[roomSetting] = cfg.Place
	}
	if len(settings) > 0 {
		h.Settings = settings
	}
	return h
}

// behind is an error if the other file of a record has lines that this one lacks, because this one could
// no longer be written: these lines were acknowledged.
func behind(h record.Header, path string, cfg Config) error {
	if cfg.UntilLine > 0 || h.Settings[filesSetting] == "" {
		return nil
	}
	for _, other := range strings.Split(h.Settings[filesSetting], "\n") {
		if n := record.Ahead(path, other); n > 0 {
			return fmt.Errorf("%s has %d lines that %s has not: it went on when this one could no longer be written. "+
				"Continue from it; to do without these lines, move it away first", other, n, path)
		}
	}
	return nil
}

// equip gives a record its mirror and the key that it is signed with.
func equip(w *record.Writer, cfg Config) error {
	if cfg.Key != nil {
		w.SignWith(cfg.Key)
	}
	if cfg.Mirror == "" {
		return nil
	}
	return w.Mirror(cfg.Mirror)
}

// sign signs the record if at least so many lines have been written since the last signature.
func (r *Room) sign(lines int) {
	if r.writer != nil && r.failed == nil && r.writer.Unsigned() >= lines {
		_, _ = r.enterAs(record.Entry{Seat: exercise.RoomSeat, Verb: record.SignedVerb},
			r.x.Do) // a fault stops the room
	}
}

// enter carries out an act: time comes to now, the act goes into the record and is
// synced, and only then takes effect.
func (r *Room) enter(en record.Entry) (exercise.Answer, error) {
	if r.moving != nil { // nothing may change under a jump
		return exercise.Refuse(underWay), nil
	}
	if r.x.Running() && r.failed == nil {
		r.catchUp()
	}
	return r.enterAs(en, func(en record.Entry) exercise.Answer { return r.x.Do(en) })
}

// enterAs is enter without letting time pass; do makes the entry take effect.
func (r *Room) enterAs(en record.Entry, do func(record.Entry) exercise.Answer) (exercise.Answer, error) {
	if r.failed != nil {
		return exercise.Refuse("%s", r.failed), r.failed
	}
	en.At, en.Wall, en.State = r.x.Now(), time.Now().UTC(), r.x.Digest()
	if r.writer != nil {
		add := r.writer.Append
		if en.Verb == record.SignedVerb {
			add = r.writer.Sign
		}
		written, err := add(en)
		switch {
		case err != nil && r.writer.Err() == nil: // it cannot be an entry: nothing has been written
			return exercise.Refuse("%s", err), nil
		case err != nil:
			r.fail(err)
			return exercise.Refuse("%s", r.failed), r.failed
		}
		en = written
	}
	pace, running, happened := r.x.Pace(), r.x.Running(), r.x.Happened()
	out := do(en)
	if r.x.Running() != running || r.x.Pace() != pace {
		r.pace.pace = -1
		r.anchor()
	}
	r.events, r.ticked = r.x.Happened(), time.Now()
	if out.OK || r.x.Running() != running {
		r.dirty = true
	} else { // only the staff and the person see a refusal
		r.shown += r.x.Happened() - happened
		for _, s := range r.order {
			s.stale = s.stale || s.kind.Staff() || s.name == en.Who
		}
	}
	if s := r.seats[en.Who]; s != nil {
		s.made = time.Time{} // people see at once what they have done
	}
	r.afterWrite()
	return out, nil
}

// afterWrite tells people of a file of the record that can no longer be written, and
// signs a record that grows without a pause.
func (r *Room) afterWrite() {
	if r.writer == nil {
		return
	}
	for _, l := range r.writer.Losses() {
		_, args, err := exercise.Entry(&exercise.Lost{File: l.Path, Why: l.Err.Error(),
			Kept: strings.Join(r.writer.Paths(), ", ")})
		if err == nil {
			_, _ = r.enterAs(record.Entry{Seat: exercise.RoomSeat, Verb: "lost", Args: args},
				r.x.Do) // a fault stops the room
		}
	}
	r.sign(record.SignEvery)
}

// Files are the files that have the record to its end. It waits until the room is closed.
func (r *Room) Files() []string {
	<-r.done
	if r.writer == nil {
		return nil
	}
	return r.writer.Paths()
}

// fail makes the room refuse everything: after a failed write an act could be lost.
func (r *Room) fail(err error) {
	r.failed = fmt.Errorf("the record cannot be written, so the exercise takes nothing more: %w", err)
	r.x.Halt(r.failed.Error())
	r.anchor()
	r.dirty = true
}
