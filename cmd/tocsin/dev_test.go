package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shared is a buffer that is written and read at the same time.
type shared struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// TestDev: each save is checked and played, and only what changed is said.
func TestDev(t *testing.T) {
	testsize.Long(t)
	file := filepath.Join(t.TempDir(), "x.toml")
	save := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o644)) }
	const head = "title = \"x\"\nlength = \"1d\"\nbasis = \"x\"\n[role.a]\n[gauge.h]\noutcome = true\ngrow = " +
		"{rate=1}\n"
	save(head + "[inject.i]\nat = \"1h\"\n")
	ctx, stop := context.WithCancel(context.Background())
	out, done := &shared{}, make(chan error)
	go func() { done <- develop(ctx, stdio{strings.NewReader(""), out, out}, file, 0) }()
	said := func(words string) {
		require.Eventually(t, func() bool { return strings.Contains(out.String(), words) }, 20*time.Second,
			10*time.Millisecond,
			"%s in %s", words, out)
	}
	said("at each save; ctrl+c ends this")
	said("harm                     24")
	save(head + "[inject.i]\nat = \"one hour\"\n")
	said(`write "1h"`)
	said("1 error")
	save(head + "# a remark\n[inject.i]\nat = \"one hour\"\n[inject.j]\nwhen = \"nothing > 1\"\n" +
		"[inject.k]\nwhen = \"nothing > 1\"\n")
	said("still, line 10: ") // and not a word of it being fixed, whatever else is wrong
	save(head + "[inject.i]\nat = \"1h\"\n[inject.j\n")
	said("[syntax]")
	assert.NotContains(t, out.String(), "fixed")
	save(head + "[inject.i]\nat = \"1h\"\n[inject.j]\nat = \"2h\"\n")
	said("fixed: ")
	said("comes now: j")
	save(strings.Replace(head, "rate=1", "rate=2", 1) + "[inject.j]\nat = \"2h\"\n")
	said("48, was 24")
	assert.Equal(t, 1, strings.Count(out.String(), `fixed: unknown gauge "nothing"`), "alike findings are one line: %s", out)
	said("harm if nobody acts")
	said("no longer comes: i")
	require.NoError(t, os.Remove(file)) // while an editor saves
	save(strings.Replace(head, "rate=1", "rate=3", 1))
	said("72, was 48")
	require.NoError(t, os.Remove(file))
	said("cannot be read")
	save(strings.Replace(head, "rate=1", "rate=4", 1))
	said("96, was 72")
	stop()
	assert.NoError(t, <-done)
}
