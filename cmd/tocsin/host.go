package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/netip"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/spf13/cobra"

	"tocsin/sim/exercise"
	"tocsin/sim/filekind"
	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
	"tocsin/tui"
	"tocsin/tui/host"
	"tocsin/tui/plain"
)

// hostFlags are the settings of `tocsin host`.
type hostFlags struct {
	liveFlags
	codes      pass.Codes
	from       string // file with codes
	cards      string // file for the cards
	listen     string
	allow      []string
	port       int
	resume     string
	mirror     string
	open       bool
	console    bool
	name       string
	key        string
	lines      *plain.Lines // of the dialogue, once it has begun
	rooms      int          // how many play side by side
	place      string       // the name of this room, if there are several
	clock      string       // of rooms side by side: own or common
	turns      string       // exercise time of a turn
	limit      string       // how long a turn may take
	unattended string       // what happens to the clock when no facilitator is there
	// interrupts are those of the terminal, once the host serves.
	interrupts <-chan os.Signal
}

func newHostCommand(io stdio) *cobra.Command {
	var f hostFlags
	cmd := &cobra.Command{
		Use:   "host [SCENARIO]",
		Short: "Host an exercise: players join with ssh",
		Long: `Host an exercise. Players need only an ssh client; this terminal is the
facilitator's console. First a run sheet is printed, and a sheet for the wall that says how to join.

The code that people type decides their role: with the join code players come into the lobby;
facilitators and evaluators have codes of their own. Everyone is shown a way back when they first
come in: after a lost connection they type it instead of the code. --cards writes a card for each
seat; its holder gets that seat.

The host goes on without its console: a closed window or a lost connection does not end it.
The console comes back with tocsin console RECORD, or by ssh with the facilitator's code. The
host ends when a facilitator closes the room, when it is terminated, or with two interrupts at
its terminal.

Codes that are not given are made up. Others on this machine can see codes given as flags
in its list of processes: give them in a file (--codes) or in the environment, as
TOCSIN_CODE, TOCSIN_FACILITATOR_CODE and TOCSIN_EVALUATOR_CODE. Their hashes are kept next to
the record, so that --resume changes no code. Only this machine can connect unless
--listen says so.`,
		Example: `  tocsin host cold_copy --listen 0.0.0.0                # players join from other machines
  tocsin host cold_copy --listen 0.0.0.0 --time 90m     # a director keeps it to 90 minutes
  tocsin host cold_copy --listen 0.0.0.0 --rooms 4      # four groups side by side
  tocsin host cold_copy --open --record tuesday.jsonl
  tocsin host --resume tuesday.jsonl                    # continue, after a crash or next week
  tocsin host cold_copy --record friday.jsonl --mirror /media/stick/friday.jsonl`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if f.listen, f.port, err = listenAt(f.listen, f.port, cmd.Flags().Changed("port")); err != nil {
				return err
			}
			for _, x := range [][2]string{{"--turns", f.turns}, {"--turn-limit", f.limit}} {
				if _, err := scenario.ParseDuration(x[1]); x[1] != "" && err != nil {
					return usageError{x[0] + ": " + err.Error()}
				}
			}
			switch {
			case f.rooms < 1 || f.rooms > maxRooms:
				return usageError{fmt.Sprintf("--rooms must be a number from 1 to %d", maxRooms)}
			case f.time != "" && (f.turns != "" || f.clock == "common"):
				return usageError{"--time has a director move the clock of a room: it cannot be combined with " +
					"--turns or --clock common"}
			case f.clock != "own" && f.clock != "common":
				return usageError{fmt.Sprintf("--clock must be own or common, not %q", scenario.CleanLine(f.clock))}
			case f.limit != "" && f.turns == "":
				return usageError{"--turn-limit needs --turns"}
			case f.unattended != "pause" && f.unattended != "run":
				return usageError{fmt.Sprintf("--unattended must be pause or run, not %q",
					scenario.CleanLine(f.unattended))}
			case f.cards == "-":
				return usageError{"--cards: whoever reads a card has its seat, and others may read this terminal; " +
					"give a file"}
			case len(args) == 0 && f.resume == "":
				if _, _, terminal := terminalOf(io); terminal && f.console {
					return f.choose(cmd.Context(), io)
				}
				return usageError{"give a scenario: a file, or a name from tocsin list; or --resume and a record"}
			case f.mirror != "" && (f.mirror == "-" || f.record == "none" || f.mirror == f.record ||
				f.mirror == f.resume):
				return usageError{"--mirror must be a second file for the record: give a file other than that of --record"}
			case len(args) > 0 && f.resume != "":
				return usageError{"--resume continues with the scenario in the record: leave the scenario out"}
			}
			return f.run(cmd.Context(), io, strings.Join(args, ""))
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.codes.Player, "code", "",
		"join code for players (default: made up); others on this machine can see it in the list of processes")
	fl.StringVar(&f.codes.Facilitator, "facilitator-code", "",
		"code for facilitators who join by ssh (default: made up); visible like --code")
	fl.StringVar(&f.codes.Evaluator, "evaluator-code", "",
		"code for evaluators (default: made up); visible like --code")
	fl.StringVar(&f.from, "codes", "",
		"file with codes, which only you may read: the lines player CODE, facilitator CODE, evaluator CODE")
	fl.StringVar(&f.cards, "cards", "",
		"write a card for each seat of each room to this file, to print and cut up; whoever has a card gets the seat")
	fl.StringVar(&f.listen, "listen", "127.0.0.1",
		"address to listen on, or address:port; 0.0.0.0 for all addresses of this machine")
	fl.IntVar(&f.port, "port", 23234, "port to listen on")
	fl.StringVar(&f.record, "record", "",
		"file for the record (default: the scenario's name and the time, in this folder; none: no record)")
	fl.StringVar(&f.mirror, "mirror", "",
		"second file for the record, best on another disk: the exercise goes on while either can be written")
	fl.StringVar(&f.resume, "resume", "", "continue the exercise in this record, paused where it was")
	fl.BoolVar(&f.open, "open", false, "no waiting room: anyone who asks for a free seat gets it")
	fl.IntVar(&f.rooms, "rooms", 1, "how many rooms play side by side, each with its own record")
	fl.StringVar(&f.clock, "clock", "own", "with --rooms: own, a clock for each room, or common, one clock for all")
	fl.StringVar(&f.turns, "turns", "",
		"play in turns of this much exercise time, such as 2h: time moves when every seat has said done")
	fl.StringVar(&f.limit, "turn-limit", "", "with --turns: real time that a turn may take, such as 5m (default: no limit)")
	fl.StringSliceVar(&f.allow, "allow", nil,
		"networks from which people may connect, such as 192.168.0.0/16, besides this machine (default: any)")
	fl.StringVar(&f.unattended, "unattended", "pause",
		"what the clock does when no facilitator has been in for a minute: pause or run")
	fl.BoolVar(&f.console, "console", true,
		"open the facilitator's console in this terminal; with --console=false facilitators join by ssh")
	fl.StringVar(&f.name, "name", "Control", "your name in the console")
	fl.StringVar(&f.key, "key", "", "file with the host key (default: kept in your folder for settings)")
	return cmd
}

// listenAt is the host and port to listen on. --listen may contain the port; given says whether --port was given too.
func listenAt(listen string, port int, given bool) (string, int, error) {
	host, text, err := net.SplitHostPort(listen)
	if err != nil { // no port in it
		return strings.TrimSuffix(strings.TrimPrefix(listen, "["), "]"), port, nil
	}
	n, err := strconv.ParseUint(text, 10, 16)
	switch {
	case err != nil:
		return "", 0, usageError{fmt.Sprintf("--listen: a port is a number from 0 to 65535, not %q",
			scenario.CleanLine(text))}
	case given && int(n) != port:
		return "", 0, usageError{fmt.Sprintf("--listen says port %d and --port says %d; give one of them", n, port)}
	}
	return host, int(n), nil
}

// choose asks which scenario of the library to host, and hosts it.
func (f *hostFlags) choose(ctx context.Context, std stdio) error {
	f.plain = f.plain || !drawable()
	ui := chooser{ctx: ctx, std: std}
	if f.plain {
		f.lines = plain.NewLines(std.in)
		ui.lines = f.lines
	}
	name, err := ui.scenario("What do you want to host?")
	if err != nil || name == "" {
		return err
	}
	return f.run(ctx, std, name)
}

func (f *hostFlags) run(ctx context.Context, std stdio, name string) error {
	_, _, terminal := terminalOf(std)
	if f.console && !terminal && !f.plain {
		return usageError{"there is no terminal here for the console: give --console=false and join by ssh as a " +
			"facilitator, or --plain for a dialogue of lines"}
	}
	if err := f.gather(os.Getenv); err != nil {
		return err
	}
	if f.resume != "" {
		if l, alive, err := findConsole(f.resume + consoleSuffix); err == nil && alive {
			fmt.Fprintln(std.out, "It is being hosted: this is its console.")
			return attach(ctx, std, l, f.resume, f.plain || !drawable())
		}
	}
	if os.Getenv("GOGC") == "" { // with 80, views that live briefly made it spend a quarter of its time collecting garbage
		debug.SetGCPercent(160)
	}
	key, err := f.hostKey()
	if err != nil {
		return err
	}
	l, err := f.bind() // first: a host that cannot listen leaves no record
	if err != nil {
		return err
	}
	cards, err := f.cardFile() // as well: a host that cannot write cards leaves no record
	if err != nil {
		return errors.Join(err, l.Close())
	}
	rs, sc, err := f.openRooms(ctx, std, name, key)
	if err != nil && cards != nil {
		err = errors.Join(err, cards.Close(), os.Remove(f.cards))
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return errors.Join(errors.New("stopped before the room was open: nobody was there yet"), l.Close())
	case err != nil:
		return errors.Join(err, l.Close())
	}
	defer rs.close("The exercise has been closed")
	r := rs.all[0]
	h, err := f.hostOf(rs, sc, key)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	console, way, err := f.takeConsole(ctx, r)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	served := make(chan error, 1)
	go func() { served <- h.Serve(l) }()
	at := l.Addr().(*net.TCPAddr)
	if err := f.deal(std, cards, rs, sc, at); err != nil {
		return errors.Join(err, rs.close("The exercise has been closed"), h.Close(context.Background()))
	}
	rs.announce(ctx, exercise.Joining{Addresses: addresses(at), Port: at.Port, Fingerprint: h.Fingerprint()})
	remove, err := leaveConsole(f.record, at, host.Line{Address: reach(at), Fingerprint: h.Fingerprint(), Way: way,
		User: string(exercise.KindFacilitator)})
	defer remove()
	if err != nil {
		fmt.Fprintf(std.err, "tocsin: a console cannot come back from this machine, only by ssh: %v\n", err)
	}
	terminals, back := f.outlive(ctx)
	defer back()
	fmt.Fprint(std.out, runSheet(sc, f.minute(sc), sketch(ctx, r), len(f.notes) > 0, len(rs.all),
		columnsOf(std)))
	fmt.Fprint(std.out, joinLines(sc, r.Book().Said(), at, h.Fingerprint(), len(rs.all), rs.records,
		columnsOf(std)))

	err = f.attend(ctx, terminals, std, rs, console, served)
	over := rs.over()
	// Everyone's session ends first, and gives them their terminal back.
	why := "The host has closed the exercise"
	if ctx.Err() != nil {
		why = "The host has been stopped"
	}
	if !over {
		why += ". It can be continued later: your seat is kept"
	}
	err = errors.Join(err, rs.close(why), h.Close(context.Background()))
	lastWords(std.out, rs, over)
	return err
}

// networks parses the networks from which people may connect.
func networks(said []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range said {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, usageError{fmt.Sprintf("--allow: a network is written as 192.168.0.0/16, not %q",
				scenario.CleanLine(s))}
		}
		out = append(out, p)
	}
	return out, nil
}

// reach is the address of a host for programs on its own machine.
func reach(at *net.TCPAddr) string {
	ip := at.IP.String()
	if at.IP.IsUnspecified() {
		ip = "127.0.0.1"
	}
	return net.JoinHostPort(ip, strconv.Itoa(at.Port))
}

// gather takes each code from the flags, else from the file, else from the environment.
func (f *hostFlags) gather(environ func(string) string) error {
	var file pass.Codes
	if f.from != "" {
		var err error
		if file, err = pass.ReadCodes(f.from); err != nil {
			return inputError{err.Error()}
		}
		if err := file.Check(); err != nil {
			return inputError{f.from + ": " + err.Error()}
		}
	}
	for _, c := range []struct {
		code *string
		file string
		name string
	}{{&f.codes.Player, file.Player, "TOCSIN_CODE"},
		{&f.codes.Facilitator, file.Facilitator, "TOCSIN_FACILITATOR_CODE"},
		{&f.codes.Evaluator, file.Evaluator, "TOCSIN_EVALUATOR_CODE"}} {
		*c.code = cmp.Or(*c.code, c.file, environ(c.name))
	}
	if err := f.codes.Check(); err != nil {
		return usageError{err.Error()}
	}
	return nil
}

// cardFile creates the file for the cards, or returns nil if none are asked for. Only its owner can read it, and
// an existing file is an error.
func (f *hostFlags) cardFile() (*os.File, error) {
	if f.cards == "" {
		return nil, nil
	}
	out, err := os.OpenFile(f.cards, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, inputError{fmt.Sprintf("the cards cannot be written: %v; give --cards another file", err)}
	}
	return out, nil
}

// deal writes the cards of every room to out, and closes it; it does nothing if out is nil.
func (f *hostFlags) deal(std stdio, out *os.File, rs *rooms, sc *scenario.Scenario, at *net.TCPAddr) error {
	if out == nil {
		return nil
	}
	var err error
	for n, r := range rs.all {
		where := ""
		if len(rs.all) > 1 {
			where = strconv.Itoa(n + 1)
		}
		var cards []pass.Card
		if cards, err = r.Book().Cards(seatNames(sc)); err == nil {
			_, err = out.WriteString(cardSheet(sc, where, cards, at))
		}
		if err != nil {
			break
		}
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return inputError{fmt.Sprintf("the cards cannot be written: %v", err)}
	}
	each := "each seat"
	if len(rs.all) > 1 {
		each += " of each room"
	}
	fmt.Fprintf(std.out, "A card for %s is in %s: print it, cut it up and hand the cards out.\n\n", each, f.cards)
	return nil
}

// openRoom begins an exercise, or continues with one from its record.
func (f *hostFlags) openRoom(std stdio, name string, key record.Signer) (*room.Room, *scenario.Scenario, error) {
	cfg := room.Config{Open: f.open, Door: &f.codes, Mirror: f.mirror, Key: key, Place: f.place}
	if f.unattended == "run" {
		cfg.Alone = -1
	}
	if f.resume != "" {
		r, report, err := room.Continue(f.resume, cfg)
		if err != nil {
			if err := kindErrorOf(f.resume, filekind.Record); err != nil {
				return nil, nil, err
			}
			return nil, nil, inputError{err.Error() + rescue(f.resume, err)}
		}
		f.record = f.resume
		if report.Torn != nil {
			fmt.Fprintf(std.out, "The last line was never completely written and is set aside in %s.\n",
				report.SetAside)
		}
		var sc *scenario.Scenario
		err = r.Look(context.Background(), func(x *exercise.Exercise) { sc = x.Engine().Model().Scenario })
		return r, sc, errors.Join(err, f.check())
	}
	h, sc, err := f.header(std, name)
	if err != nil {
		return nil, nil, err
	}
	if f.record == "" {
		f.record = newRecord(h.Name, 1, time.Now())
	}
	f.record = recordFile(f.record)
	cfg.Path = f.record
	r, err := openRoom(h, cfg)
	return r, sc, err
}

// hostKey is the key by which players recognise this host, and which signs the record. It is made if there is none.
func (f *hostFlags) hostKey() (record.Signer, error) {
	if f.key == "" {
		path, err := host.KeyPath()
		if err != nil {
			return nil, inputError{err.Error() + "; give --key"}
		}
		f.key = path
	}
	key, err := host.HostKey(f.key)
	if err != nil {
		return nil, inputError{err.Error()}
	}
	return key, nil
}

// bind opens the listener, once --allow is known to be good.
func (f *hostFlags) bind() (net.Listener, error) {
	if _, err := networks(f.allow); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", net.JoinHostPort(f.listen, strconv.Itoa(f.port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, inputError{fmt.Sprintf("cannot listen: another program has port %d, perhaps a host of Tocsin that "+
			"still runs: stop it, or add --port %d", f.port, f.port+1)}
	} else if err != nil {
		return nil, inputError{fmt.Sprintf("cannot listen: %v; another --listen or --port may be free", err)}
	}
	return l, nil
}

// hostOf creates the host.
func (f *hostFlags) hostOf(rs *rooms, sc *scenario.Scenario, key record.Signer) (*host.Host, error) {
	cfg := host.Config{Key: key, Roles: openSeats(sc), Log: log.New(os.Stderr, "tocsin: ", 0),
		// --plain applies to this terminal only
		Screen: func(s *room.Seat) tea.Model { return tui.New(s, tui.Options{}) }}
	if f.console { // errors of sessions would disturb the console's screen
		cfg.Log = nil
	}
	cfg.Group = rs.group
	var err error
	if cfg.Allow, err = networks(f.allow); err != nil {
		return nil, err
	}
	h, err := host.New(rs.all[0], cfg)
	if err != nil {
		return nil, inputError{err.Error()}
	}
	return h, nil
}

// minute is the exercise time that passes in a minute of real time, for the run sheet.
func (f *hostFlags) minute(sc *scenario.Scenario) scenario.Duration {
	if d, err := scenario.ParseDuration(f.pace); f.pace != "" && err == nil {
		return d
	}
	return sc.Minute
}

// takeConsole takes the facilitator's seat of this host and sets pace and turns with it. way is what leads back to
// it later; the seat is nil if no console is wanted at this terminal.
func (f *hostFlags) takeConsole(ctx context.Context, r *room.Room) (seat *room.Seat, way string, err error) {
	seat, way, err = r.Console(ctx, f.name)
	if err != nil {
		return nil, "", inputError{err.Error()}
	}
	if err := f.setPace(ctx, seat); err != nil {
		return nil, "", err
	}
	if f.turns != "" {
		if err := mustDo(ctx, seat, &exercise.InTurns{Every: f.turns, Limit: f.limit}); err != nil {
			return nil, "", err
		}
	}
	if !f.console {
		seat.Drop()
		return nil, way, nil
	}
	return seat, way, nil
}
