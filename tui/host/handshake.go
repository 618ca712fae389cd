package host

import "bytes"

// handshake follows what a client sends until it begins the key exchange (RFC 4253, section 7),
// which comes in the clear: a line with its version, then packets of a length, a padding length
// and a type. Only the reader of the connection uses it.
type handshake struct {
	over    bool
	version bool // its line is over
	line    int  // bytes of lines before the packets
	head    []byte
	skip    int // bytes of a packet that are of no interest
}

const (
	// keyExchange is the first message of a method of key exchange, whichever: 30, or 34 for
	// groups that the client asks for.
	keyExchange, groupExchange = 30, 34
	versionBytes               = 8 << 10 // RFC 4253 has 255 for a line, and lines before it
	packetBytes                = 35_000  // RFC 4253, section 6.1
)

// begun takes what has come next, and reports true once: when the key exchange has begun.
func (h *handshake) begun(b []byte) bool {
	for len(b) > 0 && !h.over {
		switch {
		case !h.version:
			i := bytes.IndexByte(b, '\n')
			if i < 0 {
				i = len(b) - 1
			} else {
				h.version = true
			}
			h.line += i + 1
			h.over = h.line > versionBytes
			b = b[i+1:]
		case h.skip > 0:
			n := min(h.skip, len(b))
			h.skip, b = h.skip-n, b[n:]
		default:
			n := min(6-len(h.head), len(b))
			h.head, b = append(h.head, b[:n]...), b[n:]
			if len(h.head) < 6 {
				return false
			}
			length := int(h.head[0])<<24 | int(h.head[1])<<16 | int(h.head[2])<<8 | int(h.head[3])
			if kind := h.head[5]; kind == keyExchange || kind == groupExchange {
				h.over = true
				return true
			}
			h.skip, h.head = length-2, h.head[:0]
			h.over = length < 2 || length > packetBytes
		}
	}
	return false
}
