package speech

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"tocsin/sim/scenario"
)

// Write returns the line for this; [Language.Parse] reads the same from it.
func (s *Said) Write() string {
	out := []string{s.Row.Verb}
	if s.Seat != "" {
		out = []string{"as", quote(s.Seat), s.Row.Verb}
	}
	for _, a := range s.Row.inOrder() {
		v := s.Values[a.Key]
		if v == nil {
			continue
		}
		named := !a.Bare || !a.Need
		if named {
			out = append(out, a.Lead())
		}
		out = append(out, s.Row.write(a, v))
	}
	if s.Reason != "" {
		out = append(out, "because:", guarded(s.Reason, s.Row))
	}
	return strings.Join(out, " ")
}

// Text writes an argument as a person does in a field, or in answer to a question.
func (r *Row) Text(a *Arg, v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	if x, _ := v.([]string); a.Kind == Texts {
		return listed(x)
	}
	return r.write(a, v)
}

// listed writes texts with semicolons between them. A single text with commas ends with a semicolon, so that it is not
// taken for several.
func listed(texts []string) string {
	if len(texts) == 1 && strings.ContainsRune(texts[0], ',') {
		return texts[0] + ";"
	}
	return strings.Join(texts, "; ")
}

func (r *Row) write(a *Arg, v any) string {
	switch x := v.(type) {
	case string:
		if a.Kind.Prose() {
			return guarded(x, r)
		}
		if r.named(strings.ToLower(x)) != nil {
			return `"` + x + `"`
		}
		return quote(x)
	case bool:
		if x {
			return "on"
		}
		return "off"
	case float64:
		if a.Kind == Confidence {
			return strconv.FormatFloat(x*100, 'f', -1, 64) + "%"
		}
		return strconv.FormatFloat(x, 'f', -1, 64)
	case []string:
		if a.Kind == Texts {
			return guarded(listed(x), r)
		}
		var out []string
		for _, s := range x {
			out = append(out, quote(s))
		}
		return strings.Join(out, ",")
	case []scenario.Effect:
		var out []string
		for i := range x {
			out = append(out, effectWords(&x[i]))
		}
		return strings.Join(out, "; ")
	case scenario.Do:
		return deedWords(x)
	}
	return fmt.Sprint(v)
}

// quote puts a value in quotes if it has several words, or could be taken for something else.
func quote(s string) string {
	if strings.ContainsAny(s, " ,") || strings.HasPrefix(s, `\`) || strings.HasSuffix(s, ":") {
		return `"` + s + `"`
	}
	return s
}

// effectWords writes an effect in words.
func effectWords(ef *scenario.Effect) string {
	var out []string
	v := reflect.ValueOf(ef).Elem()
	for i := range v.NumField() {
		f := v.Field(i)
		if f.IsZero() {
			continue
		}
		key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("toml"), ",")
		out = append(out, key)
		if f.Kind() == reflect.Bool {
			continue
		}
		if f.Kind() == reflect.Pointer {
			f = f.Elem()
		}
		switch x := f.Interface().(type) {
		case scenario.Duration:
			out = append(out, x.Exact())
		case scenario.Quantity:
			out = append(out, x.String())
		case scenario.Delay:
			out = append(out, x.A.Exact())
		case scenario.Names:
			out = append(out, strings.Join(x, ","))
		case []string:
			out = append(out, strings.Join(x, ","))
		default:
			out = append(out, fmt.Sprint(x))
		}
	}
	return strings.Join(out, " ")
}

func deedWords(d scenario.Do) string {
	to := ""
	if len(d.To) > 0 {
		to = " to " + strings.Join(d.To, ",")
	}
	switch {
	case d.Act != "":
		return "act " + d.Act
	case d.Commit != "":
		return "commit " + d.Commit
	case d.Convene != "":
		return "convene " + d.Convene
	case d.Share != "":
		return "share " + d.Share + to
	}
	return "say" + to + " " + d.Say
}

// Said is the sentence for an accepted request, with titles in place of ids.
func (r *Row) Said(values Values, scope Scope) string {
	done := r.Done
	if on, ok := values["on"].(bool); ok && !on && r.Undone != "" {
		done = r.Undone
	}
	for i := range r.Args {
		a := &r.Args[i]
		mark := "{" + a.Key + "}"
		if !strings.Contains(done, mark) {
			continue
		}
		var ids []string
		switch x := values[a.Key].(type) {
		case string:
			ids = []string{x}
		case []string:
			ids = slices.Clone(x)
		case nil:
			if a.Key == "as" {
				ids = []string{"seen"}
			}
		default:
			ids = []string{r.write(a, x)}
		}
		for k, id := range ids {
			if scope == nil {
				break
			}
			for _, t := range scope(a.Kind, values) {
				if t.ID == id && t.Title != "" {
					ids[k] = t.Title
				}
			}
		}
		done = strings.ReplaceAll(done, mark, strings.Join(ids, ", "))
	}
	return done
}
