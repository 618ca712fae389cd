package scenario

// lint warns of what an experienced exercise designer would ask about. It runs on
// scenarios without errors only.
func (c *checker) lint() {
	for _, rule := range lintRules {
		rule(c)
	}
}
