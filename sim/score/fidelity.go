package score

// fidelity is kept / (kept + broken) over the promises that were called on: the share of
// filed notes whose trigger came that were carried out within their time (note fidelity, after
// arXiv 2603.10015 on precommitment).
func fidelity(l *Ledger, t *Tally) {
	kept, called := 0.0, 0
	l.promised(func(p *promise) {
		v := 0.0
		if p.kept {
			v = 1
		}
		kept, called = kept+v, called+1
		n := &l.sc.Notes[p.note]
		t.part(n.Do.Act+n.Do.Share+n.Do.Commit+n.Do.Convene+n.Do.Declare, p.role, none, v, p.ev)
	})
	t.mean(kept, called)
}
