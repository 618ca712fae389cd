package sweep

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
)

// A shard is JSON Lines: a head with the design, a line for each block, and an end. Each
// line closes with a checksum over it and the checksum of the line before, so that reading
// finds a line that was changed, left out, moved or doubled by accident. It is no proof
// against intent: anybody can compute the checksums.
//
//	{"design":{…},"shard":1,"of":4,"sum":"9f86d081884c7d659a2feaa0c55ad015"}
//	{"block":0,"runs":[[[655.2,null,3],[112.1,20.5,3]],…],"sum":"…"}
//	{"end":8,"sum":"…"}
//
// A block's runs are lists of arms, which are lists of measures, in the order of the
// design; null stands for no number. Nothing in the file depends on when or where it was
// written: everybody who plays a shard writes the same bytes.

type head struct {
	Design Design `json:"design"`
	Shard  int    `json:"shard"`
	Of     int    `json:"of"`
}

// chain is the running checksum: 128 bits of SHA-256.
type chain [16]byte

func (c chain) next(body []byte) chain {
	h := sha256.New()
	h.Write(c[:])
	h.Write(body)
	return chain(h.Sum(nil)[:16])
}

const (
	sumKey  = `,"sum":"`
	sumTail = `"}`
	sumLen  = len(sumKey) + 32 + len(sumTail)
	// maxLine is the most bytes of a line that are read, since the file may be anything.
	maxLine = 256 << 20
)

// seal closes a JSON object with its checksum and a line break.
func (c *chain) seal(object []byte) []byte {
	body := object[:len(object)-1] // without its }
	*c = c.next(body)
	body = append(body, sumKey...)
	body = hex.AppendEncode(body, c[:])
	return append(append(body, sumTail...), '\n')
}

// errTorn says that a line is not whole, or not as it was written.
var errTorn = errors.New("it is not as it was written")

// open checks a line, without its line break, and returns its object.
func (c *chain) open(line []byte) ([]byte, error) {
	at := len(line) - sumLen
	if at < 1 || !bytes.HasPrefix(line[at:], []byte(sumKey)) || !bytes.HasSuffix(line, []byte(sumTail)) {
		return nil, errTorn
	}
	next := c.next(line[:at])
	if hex.EncodeToString(next[:]) != string(line[at+len(sumKey):len(line)-len(sumTail)]) {
		return nil, errTorn
	}
	*c = next
	return append(line[:at], '}'), nil
}

// readLine reads up to a line break. A last line without one is torn, and so is a line that is
// longer than maxLine; at the end of the file it returns io.EOF.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line[:len(line)-1], nil
		case errors.Is(err, bufio.ErrBufferFull) && len(line) < maxLine:
		case errors.Is(err, io.EOF) && len(line) == 0:
			return nil, io.EOF
		case errors.Is(err, io.EOF), errors.Is(err, bufio.ErrBufferFull):
			return line, errTorn
		default:
			return line, err
		}
	}
}

// appendBlock writes a block as an object.
func appendBlock(out []byte, b *Block) []byte {
	out = append(out, `{"block":`...)
	out = strconv.AppendInt(out, int64(b.Index), 10)
	out = append(out, `,"runs":[`...)
	for run := range b.Runs {
		out = append(comma(out, run), '[')
		for a := range b.arms {
			out = append(comma(out, a), '[')
			for m, v := range b.row(run, a) {
				out = comma(out, m)
				if v != v {
					out = append(out, "null"...)
				} else {
					out = strconv.AppendFloat(out, v, 'g', -1, 64)
				}
			}
			out = append(out, ']')
		}
		out = append(out, ']')
	}
	out = append(out, ']')
	if len(b.Failed) > 0 {
		failed, err := json.Marshal(b.Failed)
		if err != nil { // texts and numbers can always be written
			panic(err)
		}
		out = append(append(out, `,"failed":`...), failed...)
	}
	return append(out, '}')
}

func comma(out []byte, i int) []byte {
	if i > 0 {
		out = append(out, ',')
	}
	return out
}

// parseBlock reads what appendBlock wrote into a block of the design.
func parseBlock(object []byte, d *Design, b *Block) error {
	rest, ok := bytes.CutPrefix(object, []byte(`{"block":`))
	if !ok {
		return errTorn
	}
	digits := bytes.IndexByte(rest, ',')
	if digits < 0 {
		return errTorn
	}
	index, err := strconv.Atoi(string(rest[:digits]))
	if err != nil || index < 0 || index >= d.Blocks() {
		return fmt.Errorf("it holds block %s, which this sweep does not have", rest[:digits])
	}
	b.clear(d, index)
	list, ok := bytes.CutPrefix(rest[digits:], []byte(`,"runs":`))
	if !ok {
		return errTorn
	}
	tail, err := b.parseRuns(list)
	if err != nil {
		return err
	}
	if failed, ok := bytes.CutPrefix(tail, []byte(`,"failed":`)); ok {
		if err := json.Unmarshal(failed[:len(failed)-1], &b.Failed); err != nil {
			return errTorn
		}
		for i := range b.Failed {
			f := &b.Failed[i]
			if f.arm = d.armAt(f.Arm); f.arm < 0 || f.Run < b.First || f.Run >= b.First+b.Runs {
				return errTorn
			}
		}
	} else if string(tail) != "}" {
		return errTorn
	}
	b.sum(d)
	return nil
}

// parseRuns reads the nested lists of values (runs, arms, measures), which must have the block's
// sizes, and returns what follows them.
func (b *Block) parseRuns(list []byte) (tail []byte, err error) {
	at, depth, items := 0, 0, [4]int{}
	sizes := [4]int{0, b.Runs, b.arms, b.measures}
	for i := 0; i < len(list); {
		switch c := list[i]; c {
		case '[':
			depth++
			if depth > 3 {
				return nil, errTorn
			}
			items[depth] = 0
			i++
		case ']':
			if items[depth]++; items[depth] != sizes[depth] {
				return nil, errTorn
			}
			i++
			if depth--; depth == 0 {
				if at != len(b.values) {
					return nil, errTorn
				}
				return list[i:], nil
			}
		case ',':
			items[depth]++
			i++
		default:
			end := i
			for end < len(list) && list[end] != ',' && list[end] != ']' {
				end++
			}
			if depth != 3 || at >= len(b.values) {
				return nil, errTorn
			}
			if word := list[i:end]; string(word) == "null" {
				b.values[at] = math.NaN()
			} else if b.values[at], err = strconv.ParseFloat(string(word), 64); err != nil {
				return nil, errTorn
			}
			at++
			i = end
		}
	}
	return nil, errTorn
}

func (d *Design) armAt(name string) int {
	for i := range d.Arms {
		if d.Arms[i].Name == name {
			return i
		}
	}
	return -1
}
