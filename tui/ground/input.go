package ground

import (
	"context"
	"io"
	"time"

	"tocsin/tui/theme"
)

// Input is what comes from a terminal, without its answers.
type Input struct {
	answers
	ready []byte // to be read
	err   error
	// more reads, at most for some time where that is not 0; it reports false where
	// nothing came.
	more func(p []byte, wait time.Duration) (n int, came bool, err error)
}

// Ask says that the question is put now.
func (in *Input) Ask() { in.asked = time.Now() }

// Read reads what was typed. It may give no bytes, where there was an answer only.
func (in *Input) Read(p []byte) (int, error) {
	if len(in.ready) == 0 && in.err == nil {
		var buf [128]byte
		n, _, err := in.more(buf[:], 0)
		in.ready, in.err = in.take(buf[:n]), err
		for len(in.held) > 0 {
			wait := in.wait()
			if wait == 0 || in.err != nil {
				in.ready = append(in.ready, in.flush()...)
				break
			}
			n, came, err := in.more(buf[:], wait)
			if !came {
				in.ready = append(in.ready, in.flush()...)
				break
			}
			in.ready, in.err = append(in.ready, in.take(buf[:n])...), err
		}
	}
	n := copy(p, in.ready)
	if in.ready = in.ready[n:]; n > 0 {
		return n, nil
	}
	return 0, in.err
}

// From reads a terminal at the other end of a line, until ctx is over. found is told of the
// answer. What has been read ahead when the screen ends is lost with the line.
func From(ctx context.Context, r io.Reader, found func(theme.Ground)) *Input {
	type piece struct {
		b   []byte
		err error
	}
	pieces := make(chan piece)
	go func() {
		for {
			b := make([]byte, 128)
			n, err := r.Read(b)
			select {
			case pieces <- piece{b[:n], err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return &Input{answers: answers{asked: time.Now(), found: found},
		more: func(p []byte, wait time.Duration) (int, bool, error) {
			var late <-chan time.Time
			if wait > 0 {
				late = time.After(wait)
			}
			select {
			case x := <-pieces:
				return copy(p, x.b), true, x.err
			case <-late:
				return 0, false, nil
			case <-ctx.Done():
				return 0, false, io.EOF
			}
		}}
}
