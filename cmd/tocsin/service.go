package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

// A host is a service: a closed window, a lost line or a console that was left do not end it.
// It ends when a facilitator closes the room, when it is terminated, or when whoever sits at
// its terminal interrupts it and means that.

// outlive makes the program one that outlives its terminal. SIGTERM ends the context of the
// command as ever; interrupts come through a channel, and ctx ends when the terminal has gone.
func (f *hostFlags) outlive(parent context.Context) (ctx context.Context, back func()) {
	signal.Ignore(append([]os.Signal{syscall.SIGPIPE}, freezes...)...)
	// They would end the context of the command. One that comes right now is lost, and kills nothing.
	signal.Ignore(append(slices.Clone(interrupts), syscall.SIGHUP)...)
	c := make(chan os.Signal, 1)
	signal.Notify(c, interrupts...)
	f.interrupts = c
	ctx, stop := context.WithCancel(parent)
	hung := make(chan os.Signal, 1)
	signal.Notify(hung, syscall.SIGHUP)
	go func() {
		select {
		case <-hung:
			stop()
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		stop()
		signal.Stop(c)
		signal.Stop(hung)
		signal.Reset(append([]os.Signal{syscall.SIGPIPE}, freezes...)...)
	}
}

// sure is how long a second interrupt means what the first asked.
const sure = 5 * time.Second

// stay is a host without a console at its terminal, until it ends. Interrupts are asked about
// while people are in.
func (f *hostFlags) stay(ctx context.Context, out io.Writer, rs *rooms, served <-chan error) error {
	f.tellBack(out)
	look := time.NewTicker(300 * time.Millisecond)
	defer look.Stop()
	var asked time.Time
	somebody := rs.present(ctx) > 0
	for {
		select {
		case err := <-served:
			return err
		case <-ctx.Done():
			return nil
		case <-f.interrupts:
			n := rs.present(ctx)
			if n == 0 || time.Since(asked) < sure {
				return nil
			}
			asked = time.Now()
			fmt.Fprintf(out, "People in the exercise now: %d. Interrupt again within %s to close it for all.\n",
				n, sure)
		case <-look.C:
			if rs.done() {
				return nil
			}
			now := rs.present(ctx) > 0
			if somebody && !now {
				fmt.Fprintln(out, "Nobody is in the exercise any more. It stays open.")
			}
			somebody = now
		}
	}
}

// tellBack says how a console comes back, and how the host ends.
func (f *hostFlags) tellBack(out io.Writer) {
	fmt.Fprintf(out, "\nHosting goes on without a console here. A console comes back with: %s\n",
		typed("tocsin", "console", f.record))
	fmt.Fprintln(out, "or by ssh with the facilitator's code. It ends when a facilitator closes the room (m z), or "+
		"with an interrupt (ctrl+c) here.")
}
