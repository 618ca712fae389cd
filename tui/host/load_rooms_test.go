package host_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLoadOfRooms is four rooms of six at the real program, in cold_copy, for as long as
// TOCSIN_LOAD says: three of each room at screens, who press keys all the time and write every ten
// seconds, and three programs that ask for something every other second. Each room keeps a record,
// and each record is verified at the end.
//
//	TOCSIN_LOAD=30m go test -run TestLoadOfRooms -v -timeout 40m ./tui/host
func TestLoadOfRooms(t *testing.T) {
	for_, err := time.ParseDuration(os.Getenv("TOCSIN_LOAD"))
	if err != nil {
		t.Skip("set TOCSIN_LOAD to a duration, such as 30m")
	}
	const rooms = 4
	s := hostUnderLoad(t, 6*rooms, "cold_copy", "--rooms", fmt.Sprint(rooms))
	var staff []*commander
	var screens []*loaded
	var programs []*asking
	for n := 1; n <= rooms; n++ {
		at := func(user string) string { return fmt.Sprintf("%s.%d", user, n) }
		f := s.program(at("facilitator"), codes.Facilitator)
		staff = append(staff, f)
		for i, seat := range [][3]string{{"developer", "Frontier developer", "cloud"}, {"cloud", "Cloud provider", "cert"},
			{"cert", "National CERT", "police"}} {
			screens = append(screens, s.screen(at(seat[0]), fmt.Sprintf("Screen %d of %d", i, n), seat[1], seat[2]))
		}
		for _, seat := range [][2]string{{"police", "cert"}, {"regulator", "institute"}, {"institute", "developer"}} {
			programs = append(programs, &asking{commander: s.program(at(seat[0]), codes.Player), to: seat[1]})
		}
		f.do(`{"verb":"pace","args":{"minute":"30m"}}`)
		f.do(`{"verb":"start"}`)
	}
	ctx, stop := context.WithTimeout(context.Background(), for_)
	defer stop()
	var wg sync.WaitGroup
	for i, p := range screens {
		wg.Go(func() { p.play(ctx, time.Duration(i)*10*time.Second/time.Duration(len(screens))) })
	}
	for i, p := range programs {
		wg.Go(func() { p.ask(ctx, time.Duration(i)*2*time.Second/time.Duration(len(programs))) })
	}
	wg.Wait()
	var keys, acts, answers []time.Duration
	for _, p := range screens {
		keys, acts = append(keys, p.times...), append(acts, p.acts...)
		assert.False(t, p.gone.Load(), "a screen has gone")
	}
	for _, p := range programs {
		answers = append(answers, p.times...)
	}
	t.Logf("%d rooms of 6, %s: %d keys, %d commands at screens, %d requests of programs", rooms, for_, len(keys),
		len(acts), len(answers))
	t.Logf("key to frame:      %s", spread(keys))
	t.Logf("command to frame:  %s", spread(acts))
	t.Logf("request to answer: %s", spread(answers))
	busy, _ := os.ReadFile("/proc/loadavg")
	t.Logf("memory %d KiB; processor of the host %s; load of the machine %s", s.memory(), s.processor(),
		strings.TrimSpace(string(busy)))
	for n, f := range staff {
		f.do(`{"verb":"end","args":{"end":true}}`)
		f.say(`{"verb":"shut"}`) // its answer can go with the room
		path := filepath.Join(s.dir, fmt.Sprintf("load-%d.jsonl", n+1))
		require.Eventually(t, func() bool { // the closing line follows the answer
			out, err := exec.Command(s.binary, "record", "verify", path).CombinedOutput()
			return err == nil && !strings.Contains(string(out), "no closing line")
		}, time.Minute, time.Second, path)
	}
}

// asking is a program at a seat that asks for something every other second.
type asking struct {
	*commander
	to    string
	times []time.Duration // request to answer
}

func (p *asking) ask(ctx context.Context, after time.Duration) {
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	time.Sleep(after)
	for n := 0; ; n++ {
		line := fmt.Sprintf(`{"verb":"say","args":{"say":"Number %d.","to":[%q]}}`, n, p.to)
		switch n % 4 {
		case 1:
			line = `{"verb":"decide","args":{"text":"We wait."}}`
		case 2:
			line = fmt.Sprintf(`{"verb":"ask","args":{"ask":"What is known, at %d?","to":[%q],"due":"4h"}}`, n, p.to)
		case 3:
			line = `{"verb":"whisper","args":{"text":"All is well here."}}`
		}
		began := time.Now()
		p.say(line)
		p.times = append(p.times, time.Since(began))
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
