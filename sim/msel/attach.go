package msel

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
)

// attach adds a file to others, under a name that no other has, whatever the case of its letters.
func attach(files []Attachment, name string, data []byte) []Attachment {
	name = baseName(name)
	ending := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ending)
	taken := func(n string) bool {
		for _, a := range files {
			if strings.EqualFold(a.Name, n) {
				return true
			}
		}
		return false
	}
	for n := 2; taken(name); n++ {
		name = fmt.Sprintf("%s_%d%s", stem, n, ending)
	}
	sum := sha256.Sum256(data)
	return append(files, Attachment{Name: name, SHA256: hex.EncodeToString(sum[:]), Data: data})
}
