package scenario

// Reading is a file of another kind than a scenario while it is read, for checks that need
// more than a field's tags. A path is a key's place, such as "note[2].tell[0].who".
type Reading struct{ b *binder }

// Read parses TOML into the struct that into points to, by the tags that the structs of a
// scenario have, and runs check on what was read. It returns every fault that it finds,
// each with its place. what names the whole file for a reader, such as "the vocabulary".
// Tags that refer to the ids of a scenario (ref, expr) are for scenarios only.
func Read(what string, src []byte, into any, check func(*Reading)) Diagnostics {
	return decode(src, into, nil, func(b *binder) {
		check(&Reading{b})
	}, what)
}

// Errorf notes a fault that makes the file unfit, unless the key at path has one already.
func (r *Reading) Errorf(path, code, hint, format string, args ...any) {
	if !r.b.faulty[path] {
		r.b.errorf(path, code, hint, format, args...)
	}
}

// ErrorIn notes a fault at a byte of the text that is at path.
func (r *Reading) ErrorIn(path, text string, offset int, code, hint, message string) {
	if r.b.faulty[path] {
		return
	}
	*r.b.ds = append(*r.b.ds, Diagnostic{r.b.ix.inText(path, text, offset), Error, code, message, hint})
	r.b.faulty[path] = true
}

// Given reports whether the file has a key.
func (r *Reading) Given(path string) bool { _, ok := r.b.ix.keys[path]; return ok }

// Failed reports whether a fault was found that makes the file unfit.
func (r *Reading) Failed() bool { return r.b.ds.Failed() }

// Suggest is a hint for a word that is none of those known: the nearest, or all of them.
func Suggest(word string, known []string) string { return suggest(word, known) }

// TablesOf lists the tables of another kind of file, from a pointer to its struct.
func TablesOf(file any) []Table { return tablesOf(reflectValue(file).Type()) }
