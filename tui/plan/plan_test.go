package plan

import (
	"errors"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"

	"tocsin/sim/report"
	"tocsin/tui/screentest"
)

func parts(status, owner string) []report.Entry {
	return report.Entries(report.Overlay{Sponsor: "Ministry", Plan: map[string]report.OverlayRow{
		"A-1": {Status: status, Owner: owner}}}, []report.PlanRow{{ID: "A-1", Action: "Name who rings.",
		Issue: "Nobody rang."}, {ID: "A-2", Action: "Write it down.", Issue: "It was forgotten."}})
}

func press(m *Model, keys ...string) (ended bool) {
	for _, k := range keys {
		if _, cmd := m.Update(screentest.Key(k)); cmd != nil {
			_, ended = cmd().(tea.QuitMsg)
		}
	}
	return ended
}

// TestEditing: a row is opened, changed and saved whole, and the list shows what it is now.
func TestEditing(t *testing.T) {
	saved := map[string]map[string]string{}
	m := New("Cold copy", parts("", ""), func(table string, values map[string]string) ([]report.Entry, error) {
		saved[table] = values
		return parts(values["status"], values["owner"]), nil
	})
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	assert.Contains(t, m.View(), "The exercise")
	assert.Contains(t, m.View(), "Name who rings.")
	press(m, "down")
	assert.Contains(t, m.View(), "Nobody rang.", "what the row is about")
	press(m, "enter")
	assert.Contains(t, m.View(), "Completion date")
	press(m, "down", "ctrl+s")
	assert.Equal(t, "proposed", saved["plan.A-1"]["status"])
	assert.Contains(t, m.View(), "Saved.")
	assert.Contains(t, m.View(), "proposed")
	press(m, "enter", "esc")
	assert.Len(t, saved, 1, "left without saving")
	assert.True(t, press(m, "q"))
}

// TestTitlesHaveTheRow: a title is cut where the row ends, or where its status begins.
func TestTitlesHaveTheRow(t *testing.T) {
	action := strings.Repeat("word ", 12) + "at the end"
	for status, whole := range map[string]bool{"": true, "in progress": false} {
		m := New("Cold copy", report.Entries(report.Overlay{Plan: map[string]report.OverlayRow{"A-1": {Status: status}}},
			[]report.PlanRow{{ID: "A-1", Action: action}}), nil)
		m.Update(tea.WindowSizeMsg{Width: 84, Height: 24})
		assert.Equal(t, whole, strings.Contains(m.View(), "at the end"), "with status %q", status)
		assert.Contains(t, m.View(), status)
	}
}

// TestRefusedSave: what cannot be saved stays in the form, with the reason.
func TestRefusedSave(t *testing.T) {
	m := New("Cold copy", parts("", ""), func(string, map[string]string) ([]report.Entry, error) {
		return nil, errors.New("the disk is full")
	})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	press(m, "enter", "ctrl+s")
	assert.Contains(t, m.View(), "the disk is full")
	assert.False(t, press(m, "q"), "q is a letter here")
}

// TestSizes: nothing is wider or higher than the window.
func TestSizes(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {200, 60}, {30, 8}} {
		for _, keys := range [][]string{nil, {"?"}, {"enter"}, {"down", "enter"}} {
			m := New(strings.Repeat("A long title ", 12), parts("done", "x"), nil)
			m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			press(m, keys...)
			lines := strings.Split(m.View(), "\n")
			assert.LessOrEqual(t, len(lines), size[1])
		}
	}
}
