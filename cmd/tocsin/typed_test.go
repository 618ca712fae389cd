package main

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTypedCommands are read by a shell as the words that they were made of.
func TestTypedCommands(t *testing.T) {
	assert.Equal(t, "tocsin play mine.toml --seat a,b", typed("tocsin", "play", "mine.toml", "--seat", "a,b"))
	assert.Equal(t, "tocsin play 'a b'", typed("tocsin", "play", "a\x1b \x07b"))
	assert.Equal(t, `"C:\my files\a.toml"`, shellWord(`C:\my files\a.toml`, true))
	assert.Equal(t, `C:\a.toml`, shellWord(`C:\a.toml`, true))
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell here")
	}
	words := []string{"it's my file.toml", "$HOME", "a;b", "`x`", `say "hi"`, "*", "", "Übung.toml"}
	out, err := exec.Command(sh, "-c", `printf '%s\n' `+typed(words...)).Output()
	require.NoError(t, err)
	want := ""
	for _, w := range words {
		want += w + "\n"
	}
	assert.Equal(t, want, string(out))
}
