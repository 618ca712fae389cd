package sweep

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"tocsin/sim/scenario"
)

// CSV writes a line for each run of each arm: the run's number and seed, the arm, the
// values that the sweep sets, and every measure in its unit. An empty cell means that the
// run has no such number (a time never came, a share is of nothing), or that it failed; the
// column "failed" tells which.
type CSV struct {
	w      *csv.Writer
	design *Design
	cells  []string
}

// NewCSV writes the heading of a table. Its error, as that of [CSV.Add], is the writer's.
func NewCSV(out io.Writer, d *Design) (*CSV, error) {
	t := &CSV{w: csv.NewWriter(out), design: d}
	t.cells = append(t.cells, "run", "seed", "arm", "play", "mechanisms")
	for _, s := range d.Arms[0].Set {
		t.cells = append(t.cells, scenario.InertCell(s.Path))
	}
	t.cells = append(t.cells, "failed")
	for _, m := range d.Measures {
		t.cells = append(t.cells, scenario.InertCell(m.ID))
	}
	return t, t.w.Write(t.cells)
}

// Add writes the runs of a block.
func (t *CSV) Add(b *Block) error {
	d := t.design
	for run := range b.Runs {
		for a := range d.Arms {
			arm := &d.Arms[a]
			name, _, _ := strings.Cut(arm.Name, ", ")
			t.cells = append(t.cells[:0], strconv.Itoa(b.First+run), strconv.FormatUint(d.SeedOf(b.First+run), 10),
				scenario.InertCell(name), string(arm.Play), scenario.InertCell(strings.Join(arm.Mechanisms, " ")))
			for _, s := range arm.Set {
				t.cells = append(t.cells, scenario.InertCell(s.Value))
			}
			failed := ""
			if len(b.Failed) > 0 && b.failed(run, a) {
				failed = "1"
			}
			t.cells = append(t.cells, failed)
			for _, v := range b.row(run, a) {
				if v != v {
					t.cells = append(t.cells, "")
				} else {
					t.cells = append(t.cells, strconv.FormatFloat(v, 'g', -1, 64))
				}
			}
			if err := t.w.Write(t.cells); err != nil {
				return err
			}
		}
	}
	t.w.Flush()
	return t.w.Error()
}
