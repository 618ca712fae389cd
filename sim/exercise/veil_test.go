package exercise

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNamesAreVeiled: the names of people and seats go out of a text, the longest first, where they are no part of a
// word; a seat has one letter throughout.
func TestNamesAreVeiled(t *testing.T) {
	v := &veil{seats: []string{"Lab", "Lab Two", "Cloud"}, people: []string{"Ann", "Annabel", "李雷", "韩梅", "Cloud"}}
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"Nothing.", "Nothing."},
		{"Ann", "Somebody"},
		{"Ann asked. Ann left, and Ann is back.", "Somebody asked. Somebody left, and somebody is back."},
		{"  Ann", "  Somebody"},
		{"Annabel and Anna, JoAnn", "Somebody and Anna, JoAnn"},
		{"AnnX and Ann-X", "AnnX and somebody-X"},
		{"Cloud waits for Lab Two.", "Seat A waits for seat B."},
		{"Lab, Cloud; Lab Two", "Seat C, seat A; seat B"},
		{"Labs, Lab2 and Lab-2", "Labs, Lab2 and seat C-2"},
		{"告诉李雷韩梅", "告诉somebodysomebody"},
		{"Ann李雷", "Somebodysomebody"},
	} {
		assert.Equal(t, c.want, v.over(c.text), c.text)
	}
	page := WallPage{Title: "Ann", Parts: []WallPart{{Points: []string{"Ann asks Cloud"}}}}
	points := page.Parts[0].Points
	v.draw(&page)
	assert.Equal(t, WallPage{Title: "Somebody", Parts: []WallPart{{Points: []string{"Somebody asks seat A"}}}}, page)
	assert.Equal(t, "Ann asks Cloud", points[0], "what the page was made of stays")
}

// TestSeatsHaveLetters, and after Z two of them.
func TestSeatsHaveLetters(t *testing.T) {
	v := &veil{}
	got := map[int]string{}
	for n := range 704 {
		got[n] = v.letter(string(rune(0x4e00 + n)))
	}
	for n, want := range map[int]string{0: "seat A", 25: "seat Z", 26: "seat AA", 27: "seat AB", 51: "seat AZ", 52: "seat BA",
		701: "seat ZZ", 702: "seat AAA", 703: "seat AAB"} {
		assert.Equal(t, want, got[n], n)
	}
}
