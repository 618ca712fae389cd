package room_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
)

func hostKey(t *testing.T) record.Signer {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	key, err := ssh.NewSignerFromKey(private)
	require.NoError(t, err)
	return key
}

func read(t *testing.T, path string) (record.Header, []record.Entry, record.Report) {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	h, es, report, err := record.ReadUntil(f, 0)
	require.NoError(t, err)
	return h, es, report
}

// TestTheHostSigns: at a pause, when it is left, when it is continued and at the end; what
// everyone's screen shows is the code of what is signed.
func TestTheHostSigns(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "x.jsonl")
	key := hostKey(t)
	r, err := room.Open(tabletest.Header(t, tabletest.Secrets, 1), room.Config{Path: path, Key: key})
	require.NoError(t, err)
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	accepted(t, fay, &exercise.Start{})
	accepted(t, fay, &exercise.Pause{})
	v, err := fay.Now(ctx)
	require.NoError(t, err)
	h, es, report := read(t, path)
	assert.Equal(t, record.PublicKey(key), h.Settings[room.KeySetting])
	assert.Equal(t, "signed", es[len(es)-1].Verb)
	assert.Equal(t, report.Lines, report.Signed[0].To)
	assert.Equal(t, report.Code, v.Code)
	accepted(t, fay, &exercise.Observe{Text: "They wait."})
	require.NoError(t, r.Close("Lunch"))
	_, es, report = read(t, path)
	assert.Equal(t, report.Lines, report.Signed[0].To, "left signed")

	r, _, err = room.Continue(path, room.Config{Key: key})
	require.NoError(t, err)
	fay = join(t, r, "Fay", exercise.KindFacilitator, "")
	require.True(t, request(t, fay, "end", `{"end":true}`).OK)
	require.NoError(t, r.Close("The end"))
	_, after, report := read(t, path)
	assert.Greater(t, len(after), len(es))
	assert.True(t, report.Closed)
	assert.Equal(t, []record.Signed{{Key: record.PublicKey(key), From: 1, To: report.Lines}}, report.Signed)
	replay, err := room.LoadUntil(ctx, path, 0, nil)
	require.NoError(t, err)
	assert.True(t, replay.End().Over())
	for _, verb := range []string{"signed", "lost"} {
		assert.False(t, exercise.Language().Verb(verb).Make == nil)
	}
}

// TestARecordThatGrowsIsSigned without a pause, too.
func TestARecordThatGrowsIsSigned(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.jsonl")
	r, err := room.Open(tabletest.Header(t, tabletest.Secrets, 1), room.Config{Path: path, Key: hostKey(t)})
	require.NoError(t, err)
	join(t, r, "Wall", exercise.KindBoard, "")
	for range record.SignEvery/2 + 1 {
		join(t, r, "Fay", exercise.KindFacilitator, "").Drop()
	}
	_, _, report := read(t, path)
	require.Len(t, report.Signed, 1)
	assert.GreaterOrEqual(t, report.Signed[0].To, record.SignEvery)
	require.NoError(t, r.Close("Enough"))
}

// TestTheMirrorGoesOn: when the folder of the record is taken away under a live exercise,
// it goes on in the mirror, the staff are told until it is continued elsewhere, and nobody
// continues from the half of it.
func TestTheMirrorGoesOn(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	main, stick := filepath.Join(dir, "main"), filepath.Join(dir, "stick")
	require.NoError(t, os.Mkdir(main, 0o700))
	require.NoError(t, os.Mkdir(stick, 0o700))
	path, mirror := filepath.Join(main, "x.jsonl"), filepath.Join(stick, "x.jsonl")
	h := tabletest.Header(t, tabletest.Secrets, 1)
	cfg := room.Config{Path: path, Mirror: mirror, Key: hostKey(t), Door: &pass.Codes{}}
	r, err := room.Open(h, cfg)
	require.NoError(t, err)
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	ann := join(t, r, "Ann", exercise.KindPlayer, "lab")
	accepted(t, fay, &exercise.Start{})
	half := filepath.Join(dir, "half.jsonl")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(half, text, 0o600))
	require.NoError(t, os.RemoveAll(main))

	accepted(t, fay, &exercise.Pause{})
	v, err := fay.Now(ctx)
	require.NoError(t, err)
	require.Len(t, v.Control.Lost, 1)
	assert.Contains(t, v.Control.Lost[0], "The record is no longer written to "+path)
	assert.Contains(t, v.Control.Lost[0], mirror+" alone")
	seen, err := ann.Now(ctx)
	require.NoError(t, err)
	assert.NotContains(t, tabletest.Written(seen), "is not written", "players are told nothing of it")
	accepted(t, fay, &exercise.Broadcast{Text: "It goes on."})
	way, ok := r.Book().Check(r.Book().Said().Player)
	require.True(t, ok)
	_, err = r.Admit(ctx, room.Visitor{Pass: way, Name: "New", As: exercise.KindObserver})
	require.NoError(t, err, "newcomers come in while one of the two places takes their way back")
	require.NoError(t, r.Close("Lunch"))
	assert.Equal(t, []string{mirror}, r.Files())
	_, es, _ := read(t, mirror)
	verbs := map[string]int{}
	for _, en := range es {
		verbs[en.Verb]++
	}
	assert.Equal(t, 1, verbs["lost"])
	assert.Equal(t, 1, verbs["broadcast"])

	// The disk is there again, with what it had.
	require.NoError(t, os.Mkdir(main, 0o700))
	require.NoError(t, os.Rename(half, path))
	_, _, err = room.Continue(path, room.Config{Door: &pass.Codes{}})
	require.ErrorContains(t, err, mirror+" has ")
	require.ErrorContains(t, err, "Continue from it")
	_, _, err = room.Continue(mirror, room.Config{Mirror: path, Door: &pass.Codes{}})
	require.NoError(t, err, "the other way round, with what is missing added")
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	want, err := os.ReadFile(mirror)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
}
