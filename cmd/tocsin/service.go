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

// A host is a service: a closed window, a lost connection or a console that was left do not end it.
// It ends when a facilitator closes the room, when it is terminated, or when it is interrupted at
// its terminal, twice if people are connected.

// outlive makes the program outlive its terminal. SIGTERM still ends the context of the
// command; interrupts go to f.interrupts, and the ctx that it returns ends when the terminal has gone.
// back gives the signals their default effects again.
func (f *hostFlags) outlive(parent context.Context) (ctx context.Context, back func()) {
	signal.Ignore(append([]os.Signal{syscall.SIGPIPE}, suspends...)...)
	// These would end the context of the command. One that comes before Notify is lost.
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
		signal.Reset(append([]os.Signal{syscall.SIGPIPE}, suspends...)...)
	}
}

// confirmTime is within which time a second interrupt confirms the first.
const confirmTime = 5 * time.Second

// stay waits, without a console at this terminal, until the host ends. While people are connected, an interrupt must be
// confirmed by a second one.
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
			if n == 0 || time.Since(asked) < confirmTime {
				return nil
			}
			asked = time.Now()
			fmt.Fprintf(out, "People in the exercise now: %d. Interrupt again within %s to close it for all.\n",
				n, confirmTime)
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
