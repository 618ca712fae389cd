// Package record keeps what people asked for during an exercise, in a file that people can
// read, a short program in any language can check, and Tocsin can play again. It knows nothing of
// rooms, clocks or screens.
//
// # The file
//
// A record is text: JSON Lines in UTF-8, each line ended by a line feed. The first line
// is the [Header], with the whole text of the scenario; each further line is one [Entry];
// the last one may be a closing line with the final digest:
//
//	{"format":1,"tocsin":"v1.0.0","name":"cold_copy","seed":7,"mechanisms":["standing_cell"],"seats":["developer","cloud"],
//	 "started":"2026-11-24T09:00:00Z","settings":{"minute":"2h"},"digest":"<SHA-256>","scenario":"title = …","chain":"…"}
//	{"seq":1,"at":"T+00:00","ns":0,"wall":"2026-11-24T09:00:07.512Z","who":"Ana","seat":"cloud","verb":"join","state":"9e3779b97f4a7c15","chain":"…"}
//	{"seq":2,"at":"T+2d 04:30","ns":189000000000000,"wall":"…","who":"Ana","seat":"cloud","verb":"share",
//	 "args":{"share":"egress","to":["developer"]},"reason":"They hold the keys.","state":"…","chain":"…"}
//	{"seq":3,"wall":"…","verb":"closed","state":"…","chain":"…"}
//
// (A line is not broken in the file.) Where organisations brought files of notes, "notes" follows
// the settings: whose they are, the whole file, and which note of the scenario (from 0) is a draft
// of which deed in it:
//
//	[{"seat":"cloud","text":"…","drafts":[{"note":12,"id":"slow_egress","key":"tell","at":0}]}]
//
// Older records have the verb "close" in the closing line. It is also a verb of people, whose lines
// have a time. "at" is exercise time for a reader, "ns" the same in
// nanoseconds, as a 64-bit integer; "wall" is information and is never read by the engine.
// "state" is the digest of the exercise before the entry took effect, because an entry is
// on the disk before it does. The arguments of a command are the keys of a line of a
// script ([scenario.Line]), so one vocabulary serves both.
//
// # The chain
//
// "chain" is always last. It is the first 32 hexadecimal digits of the SHA-256 of
//
//	the chain of the line before (32 characters; nothing for the first line)
//	followed by this line's bytes up to, but without, ,"chain":
//
// so the chain breaks where a line was changed, removed, added or moved. Checking it needs no
// parser. What a chain cannot show is that lines were cut off at the end, or
// that everything was rewritten; for that there is the evidence code: ten characters
// that everyone's screen shows at a pause and at the end. It is the first 50 bits of the
// SHA-256 of "<seq> <chain>" in Crockford's base 32; the header has seq 0. Fifty bits protect
// against forgers who cannot compute 2^50 hashes, which takes a rack of graphics cards hours:
// where that matters, keep the whole chain of the last line.
//
// # Signatures
//
// The host signs the record with its ssh key at each pause, at the end, and at least every
// [SignEvery] lines, with an entry of the verb "signed", or in the closing line:
//
//	{"seq":40,…,"seat":"room","verb":"signed","args":{"key":"ssh-ed25519 AAAA…","from":12,"sha256":"…",
//	 "state":"…","marks":"…","signature":"…"},"state":"…","chain":"…"}
//
// "sha256" is that of all bytes of the file before this line. "marks" are the first 16 digits
// of the chain of each line from line "from" to the one before this one: they tell which line
// is the first that was changed, removed or added. "signature" is in base64 what
// `ssh-keygen -Y sign -n tocsin-record` makes, the format of PROTOCOL.sshsig of OpenSSH, of
// this line's bytes up to, but without, ,"signature":
//
// so that ssh-keygen can check it without Tocsin. A signature shows that nobody without
// the host's key has written the record since. It does not show whose key that is: the
// fingerprint was shown with the join lines. In a fork the signatures of its parent are not
// checked, since they are of the parent's file.
//
// # Mirror
//
// A record may be written to a second file too, with the same bytes ([Writer.Mirror]). If one
// of the two fails, the other goes on, and an entry with the verb "lost" says which and why.
//
// # Damage
//
// Only the last line may be torn: it has no line feed, or a whole sector of 512 bytes of
// it is zero, which is what a crash leaves. Such an entry was never acknowledged. [ResumeUntil]
// moves it to a separate file and says so. Everything else that is wrong is a
// [Damage] with its line and byte, and what follows it is not read.
package record
