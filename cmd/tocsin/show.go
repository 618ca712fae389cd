package main

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"tocsin/sim/scenario"
)

func newShowCommand(io stdio) *cobra.Command {
	var role string
	cmd := &cobra.Command{
		Use:   "show SCENARIO",
		Short: "Tell what a scenario is about: for the facilitator, or for one seat",
		Long: `Tell what a scenario is about. Without --role everything is shown, secrets and injects
too: that is for the facilitator. With --role only what that seat may know before play.`,
		Args: exactlyOne("a scenario: a file, or a name from tocsin list"),
		RunE: func(_ *cobra.Command, args []string) error {
			sc, err := loadScenario(args[0], io)
			if err != nil {
				return err
			}
			s := &sheet{sc: sc}
			if role == "" {
				s.facilitator()
			} else {
				r := sc.Find("role", role)
				if r < 0 {
					var ids []string
					for _, x := range sc.Roles {
						ids = append(ids, x.ID)
					}
					return usageError{fmt.Sprintf("%q is not a seat of this scenario; the seats are %s", scenario.CleanLine(role), strings.Join(ids, ", "))}
				}
				s.seat(r)
			}
			_, err = fmt.Fprint(io.out, s.b.String())
			return err
		},
	}
	cmd.Flags().StringVar(&role, "role", "", "show only what this seat may know before play")
	return cmd
}

// sheet is a briefing sheet in the making.
type sheet struct {
	sc *scenario.Scenario
	b  strings.Builder
}

func (s *sheet) para(indent int, text string) {
	pad := strings.Repeat(" ", indent)
	for _, p := range strings.Split(strings.TrimSpace(text), "\n\n") {
		for _, l := range strings.Split(ansi.Wrap(strings.Join(strings.Fields(p), " "), 96-indent, ""), "\n") {
			fmt.Fprintf(&s.b, "%s%s\n", pad, l)
		}
	}
}

func (s *sheet) heading(text string) { fmt.Fprintf(&s.b, "\n%s\n", strings.ToUpper(text)) }

func (s *sheet) opening() {
	sc := s.sc
	fmt.Fprintf(&s.b, "%s\n", sc.Title)
	s.para(0, sc.Summary)
	s.para(0, fmt.Sprintf("STARTEX %s UTC, %s of exercise time; one minute in the room is %s.", sc.Start.Format("Monday 2 January 2006 15:04"), sc.Length, sc.Minute))
}

func (s *sheet) seat(r int) {
	role := &s.sc.Roles[r]
	s.opening()
	s.heading(role.Title)
	s.para(0, role.Brief)
	s.heading("What you can do")
	for i := range s.sc.Actions {
		if a := &s.sc.Actions[i]; a.By.Has("all") || a.By.Has(role.ID) {
			s.action(a)
		}
	}
	s.heading("Where you can talk")
	for _, v := range s.sc.Venues {
		if v.Members.Has("all") || v.Members.Has(role.ID) {
			s.para(2, fmt.Sprintf("%s: %s", v.Title, strings.Join(v.Members, ", ")))
		}
	}
}

func (s *sheet) action(a *scenario.Action) {
	line := a.ID + ": " + a.Title
	if a.Joint != nil {
		line += fmt.Sprintf(" (joint: %d of %s)", a.Joint.Quorum, strings.Join(a.By, ", "))
	}
	if !a.Takes.Immediate() {
		line += ", takes " + a.Takes.String()
	}
	s.para(2, line)
	if a.Text != "" {
		s.para(6, a.Text)
	}
}

func (s *sheet) facilitator() {
	sc := s.sc
	s.opening()
	if len(sc.Moves) > 0 {
		s.heading("Moves")
		for i, m := range sc.Moves {
			s.para(2, fmt.Sprintf("%d. %s, until %s", i+1, m.Title, m.Until))
			for _, q := range m.Questions {
				s.para(6, "- "+q)
			}
		}
	}
	s.heading("Seats")
	for i := range sc.Roles {
		r := &sc.Roles[i]
		s.para(2, fmt.Sprintf("%s: %s (%s)", r.ID, r.Title, r.Sector))
	}
	s.heading("Facts, and who needs them")
	for i := range sc.Facts {
		f := &sc.Facts[i]
		decoy := ""
		if f.Decoy {
			decoy = ", a decoy"
		}
		s.para(2, fmt.Sprintf("%s (TLP:%s%s): %s", f.ID, f.TLP, decoy, f.Text))
		var first []string
		for _, k := range f.Known {
			first = append(first, k.ID)
		}
		s.para(6, fmt.Sprintf("learned unaided by: %s; needed by: %s", orNobody(first), orNobody(f.NeededBy)))
	}
	s.heading("Actions")
	for i := range sc.Actions {
		s.action(&sc.Actions[i])
	}
	s.heading("Injects")
	for i := range sc.Injects {
		in := &sc.Injects[i]
		when := "when fired"
		switch {
		case in.When.Source != "" && in.When.Source != "false":
			when = "when " + in.When.Source
		case in.At.Set:
			when = "at " + in.At.String()
		case in.Every.Set:
			when = "every " + in.Every.String()
		}
		if in.Unless.Source != "" {
			when += ", unless " + in.Unless.Source
		}
		s.para(2, fmt.Sprintf("%s (%s), %s", in.Title, in.Media, when))
	}
	if len(sc.Mechanisms) > 0 {
		s.heading("Preparedness that can be bought")
		for i := range sc.Mechanisms {
			m := &sc.Mechanisms[i]
			s.para(2, fmt.Sprintf("%s: %s (%s)", m.ID, m.Title, m.Kind))
		}
	}
	if len(sc.Objectives) > 0 {
		s.heading("Objectives")
		for i := range sc.Objectives {
			o := &sc.Objectives[i]
			s.para(2, fmt.Sprintf("%s (%s)", o.Title, o.Capability))
		}
	}
}

func orNobody(ids []string) string {
	if len(ids) == 0 {
		return "nobody"
	}
	return strings.Join(ids, ", ")
}
