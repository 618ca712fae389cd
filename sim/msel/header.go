package msel

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Field is what a column of a list holds.
type Field string

// The fields of a list. A column of another kind is kept as an Extra of its entry.
const (
	FieldNumber    Field = "number"
	FieldTime      Field = "time"
	FieldDate      Field = "date"
	FieldKind      Field = "type"
	FieldMedia     Field = "media"
	FieldFrom      Field = "from"
	FieldTo        Field = "to"
	FieldTitle     Field = "title"
	FieldText      Field = "text"
	FieldExpected  Field = "expected"
	FieldObjective Field = "objective"
	FieldNotes     Field = "notes"
	FieldID        Field = "id"    // the inject's id in a scenario, in a list that Tocsin wrote
	FieldRules     Field = "rules" // keys of such an inject for which there is no other column
	FieldStart     Field = "start" // what the times of such a list count from
	FieldSkip      Field = "skip"  // how the entries went in an exercise that was played
	FieldExtra     Field = "keep"  // kept with the entry under the column's own name
)

// synonyms are the headings that a column of each field has in lists from various tools and in
// various languages, the surest first: of two columns for one field, the one whose heading comes
// first here gets it. They are compared as fold writes them.
var synonyms = []struct {
	field Field
	names []string
}{
	{FieldID, []string{"tocsin id"}},
	{FieldRules, []string{"tocsin rules"}},
	{FieldStart, []string{"tocsin start"}},
	{FieldNumber, []string{"event number", "inject number", "control number", "msel number", "serial number",
		"sequence number", "number", "inject no", "event no", "inject id", "event id", "msel id", "no", "nr", "num",
		"id", "n", "serial", "sequence", "seq", "order", "item", "line", "ser", "lfd nr", "nummer", "numero", "ref"}},
	{FieldTime, []string{"designated scenario time", "scenario time", "date time delivered", "delivery time",
		"inject time", "event time", "planned time", "time planned", "scheduled time", "start time", "local time",
		"time",
		"date time", "date and time", "datetime", "day time", "time of delivery", "time delivered", "timeline",
		"timing",
		"when", "at", "offset", "elapsed time", "simulated time", "exercise time", "time utc", "time z", "time local",
		"time t", "t", "scheduled", "scheduled for", "scheduled date time", "planned", "planned for", "release time",
		"injection time", "d time", "clock time", "zeit", "uhrzeit", "zeitpunkt", "heure", "horaire", "hora", "orario", "ora", "tijd"}},
	{FieldDate, []string{"scenario date", "date", "delivery date", "day", "exercise day", "datum", "tag", "jour",
		"fecha", "dia", "data"}},
	{FieldKind, []string{"event type", "inject type", "entry type", "type of event", "type of inject", "type", "kind",
		"art", "typ", "tipo"}},
	{FieldMedia, []string{"inject mode", "delivery method", "method of delivery", "means of delivery",
		"delivery mode",
		"mode of delivery", "delivery means", "method", "mode", "media", "medium", "channel", "means", "delivery",
		"via", "action to be taken", "kanal", "canal", "moyen", "medio"}},
	{FieldFrom, []string{"from", "originator from", "originator", "sender", "from org", "from organization",
		"from who",
		"source", "sent by", "persona", "von", "absender", "de", "expediteur", "emetteur", "origine", "remitente", "emisor",
		"da", "mittente", "van", "afzender"}},
	{FieldTo, []string{"to", "recipient to", "recipient", "recipients", "intended player", "intended players",
		"intended recipient", "target", "targets", "target audience", "to org", "to organization", "teams", "team",
		"player", "players", "recipient player", "receiver", "receivers", "addressee", "addressees", "audience",
		"delivered to", "sent to", "training audience", "participants", "an", "empfanger", "a", "destinataire",
		"destinataires", "para", "destinatario", "destinatarios", "aan",
		"who gets it", "who receives it", "for whom", "who", "for"}},
	{FieldTitle, []string{"title", "subject", "card title", "card name", "card", "inject title", "event title",
		"inject name", "event name",
		"inject subject", "headline", "event synopsis", "synopsis", "summary", "short description", "topic", "name",
		"betreff", "titel", "titre", "objet", "sujet", "asunto", "titulo", "oggetto", "onderwerp"}},
	{FieldText, []string{"message", "inject text", "card text", "front", "prompt", "question", "inject description",
		"inject message", "message text",
		"inject content", "event description", "description of event", "description", "content", "text", "body",
		"inject", "event", "details", "detail", "script", "scenario", "narrative", "message content", "information",
		"nachricht", "inhalt", "beschreibung", "contenu", "texte", "mensaje", "descripcion", "contenido", "messaggio",
		"bericht", "ereignis", "ereignisse", "einlage", "einspielung", "meldung", "lage", "evenement", "evenements",
		"evento", "eventos", "eventi", "avvenimento", "gebeurtenis", "what happens", "what happened", "what"}},
	{FieldExpected, []string{"expected participant response", "expected player response", "expected player action",
		"expected player actions", "expected response", "expected responses", "expected action", "expected actions",
		"expected outcome", "expected outcomes", "expected result", "expectation", "expectations",
		"expectation description", "anticipated response", "anticipated player response", "anticipated action",
		"anticipated actions", "desired response", "expected participant action", "what should happen",
		"player response", "players actions", "expected reaction", "erwartete reaktion", "erwartete massnahme",
		"erwartete massnahmen", "reaction attendue", "actions attendues", "respuesta esperada", "back", "answer",
		"accion esperada", "expected", "expect", "expects", "expected behaviour", "expected behavior", "intended outcome",
		"intended response", "intended action", "desired outcome", "desired action", "desired effect", "desired player action",
		"sollverhalten", "erwartetes verhalten", "erwartetes ergebnis", "resultat attendu", "azione attesa",
		"risultato atteso", "verwachte actie", "verwachte reactie"}},
	{FieldObjective, []string{"exercise objective", "exercise objectives", "objective", "objectives",
		"objective and core capability", "core capability", "core capabilities", "capability", "capabilities",
		"related objective", "objective s", "ziel", "objectif", "objetivo"}},
	{FieldNotes, []string{"notes", "note", "controller notes", "facilitator notes", "special instructions",
		"instructions", "comments", "comment", "remarks", "remark", "bemerkungen", "bemerkung", "anmerkungen",
		"remarques", "commentaires", "notas", "observaciones", "note del controllore"}},
}

// fields returns every field that a mapping can name.
func fields() []Field {
	out := []Field{FieldExtra, FieldSkip}
	for _, s := range synonyms {
		out = append(out, s.field)
	}
	return out
}

// fold writes headings and names in lower case, without accents and with one blank for all that is
// no letter or digit, so that those that differ only in this are equal.
func fold(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case r == 'ß':
			b.WriteString("ss")
			blank = false
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
			blank = false
		case b.Len() > 0 && !blank:
			b.WriteByte(' ')
			blank = true
		}
	}
	return strings.TrimSpace(b.String())
}

// match is what a heading is taken for. rank 0 is the surest heading of its field. A heading that
// only begins or ends with a known one is not sure; its rank is 100 or more.
type match struct {
	field Field
	rank  int
	sure  bool
}

var byHeading = func() map[string]match {
	out := map[string]match{}
	for _, s := range synonyms {
		for i, n := range s.names {
			if _, twice := out[n]; !twice {
				out[n] = match{s.field, i, true}
			}
		}
	}
	return out
}()

// matchHeading says what a column holds by its heading.
func matchHeading(heading string) (match, bool) {
	f := fold(heading)
	if mark := strings.Trim(heading, " .:"); mark == "#" || mark == "№" || mark == "##" {
		return match{FieldNumber, 0, true}, true
	}
	if f == "" {
		return match{}, false
	}
	if m, ok := byHeading[f]; ok {
		return m, true
	}
	without, _, brackets := strings.Cut(heading, "(")
	if m, ok := byHeading[fold(without)]; ok && brackets {
		return m, true
	}
	words := strings.Fields(f)
	if len(words) > 6 { // a sentence is no heading
		return match{}, false
	}
	best, length := match{}, 0
	for name, m := range byHeading {
		if len(name) < 4 || !strings.HasPrefix(f, name+" ") && !strings.HasSuffix(f, " "+name) {
			continue
		}
		if longer := len(name); longer > length || longer == length && name < synonymOf(best) {
			best, length = match{m.field, 100 + m.rank, false}, longer
		}
	}
	return best, length > 0
}

// synonymOf returns the known heading of a match that is not sure, so that of two as long the same
// one is always chosen.
func synonymOf(m match) string {
	for _, s := range synonyms {
		if s.field == m.field && m.rank >= 100 && m.rank-100 < len(s.names) {
			return s.names[m.rank-100]
		}
	}
	return ""
}

// headerRows is the number of rows among which a header is looked for.
const headerRows = 60

// findHeader finds the row of a sheet whose cells are headings: the one with the most different
// fields, of which one says what happens. It returns -1 if there is none.
func findHeader(s sheet, m *Mapping) int {
	best, most := -1, 0
	for i, r := range s.rows[:min(len(s.rows), headerRows)] {
		found := map[Field]bool{}
		tells := false
		count := 0
		for _, c := range r.cells {
			field, ok := m.column(c.text)
			if !ok {
				var x match
				x, ok = matchHeading(c.text)
				field = x.field
			}
			if !ok || len(c.text) > 80 {
				continue
			}
			count++
			found[field] = true
			tells = tells || slices.Contains([]Field{FieldTitle, FieldText, FieldExpected}, field)
		}
		// most cells of a header are headings; in a row of data a word may happen to be one
		if n := len(found); tells && n >= 2 && n > most && 2*count >= r.filled() {
			best, most = i, n
		}
	}
	return best
}

// Column is what a column of the file holds.
type Column struct {
	Letter  string `json:"column"`
	Heading string `json:"heading"`
	Field   Field  `json:"field"`
	Sure    bool   `json:"sure"` // by its heading or the mapping; false if by a similar heading
}

// columnsOf says what each column holds under a header. Of several columns for one field the surest
// gets it; further columns of text are joined with it, and the rest are kept as extras.
func columnsOf(s sheet, header int, m *Mapping) []Column {
	head := s.rows[header]
	out := make([]Column, 0, len(head.cells))
	owner := map[Field]int{} // by field: index in out
	ranks := map[Field]int{}
	for i, c := range head.cells {
		col := Column{Letter: columnName(i), Heading: oneLine(c.text), Field: FieldExtra, Sure: true}
		if field, ok := m.column(c.text); ok {
			col.Field = field
			owner[field], ranks[field] = len(out), -1
			out = append(out, col)
			continue
		}
		if x, ok := matchHeading(c.text); ok {
			x.field = byContent(s, header, i, x.field)
			first, taken := owner[x.field]
			switch {
			case !taken || x.rank < ranks[x.field]:
				if taken {
					out[first].Field, out[first].Sure = secondField(x.field), true
				}
				col.Field, col.Sure = x.field, x.sure
				owner[x.field], ranks[x.field] = len(out), x.rank
			case x.sure:
				col.Field = secondField(x.field)
			}
		}
		out = append(out, col)
	}
	if _, ours := owner[FieldID]; ours {
		for i, c := range out {
			if c.Field != FieldTime && isActual(c.Heading) {
				out[i].Field, out[i].Sure = FieldSkip, true
			}
		}
	}
	return settleTitle(s, header, out)
}

// isActual reports whether a column of a list that Tocsin wrote tells of an exercise that was played.
func isActual(heading string) bool {
	return slices.ContainsFunc(actualColumns, func(a outColumn) bool { return a.heading == heading })
}

// secondField returns as what a further column for a field is read.
func secondField(f Field) Field {
	if f == FieldText || f == FieldNotes || f == FieldExpected {
		return f // read together
	}
	return FieldExtra
}

// byContent decides by their cells whether columns such as "Inject", "Event", "Card" and "Item" hold
// numbers or texts.
func byContent(s sheet, header, column int, f Field) Field {
	if f != FieldText && f != FieldNumber && f != FieldTitle {
		return f
	}
	long, short, n := 0, 0, 0
	for _, r := range s.rows[header+1:] {
		t := r.at(column)
		if t == "" || r.filled() < 2 {
			continue
		}
		if n++; n > 50 {
			break
		}
		switch {
		case len([]rune(t)) > 25 || len(strings.Fields(t)) > 3:
			long++
		case len([]rune(t)) <= 8 && strings.ContainsFunc(t, unicode.IsDigit):
			short++
		}
	}
	switch heading := fold(s.rows[header].at(column)); {
	case f == FieldText && (heading == "inject" || heading == "event") && short > long:
		return FieldNumber
	case f == FieldTitle && heading == "card" && short > 0 && short == n:
		return FieldNumber
	case f == FieldNumber && long > short && (heading == "item" || heading == "line" || heading == "order"):
		return FieldText
	}
	return f
}

// settleTitle makes the column of titles one of texts, in a list that has none, if a cell of it is
// longer than a title.
func settleTitle(s sheet, header int, columns []Column) []Column {
	title, text := -1, -1
	for i, c := range columns {
		switch {
		case c.Field == FieldTitle && title < 0:
			title = i
		case c.Field == FieldText && text < 0:
			text = i
		}
	}
	if title < 0 || text >= 0 {
		return columns
	}
	for _, r := range s.rows[header+1:] {
		if len([]rune(r.at(title))) > 120 || strings.Contains(r.at(title), "\n") {
			columns[title].Field = FieldText
			return columns
		}
	}
	return columns
}
