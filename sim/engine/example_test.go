package engine_test

import (
	"fmt"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// A program of your own can play a scenario: here one seat, which acts when it can.
func Example() {
	sc, findings := scenario.Load("leak.toml", []byte(`
title  = "A leak"
length = "2d"
[role.lab]
title = "Laboratory"
[gauge.copies]
title = "Copies"
start = 1
grow  = {doubling="6h", while="!done('close')"}
[fact.leak]
text  = "Files are leaving the bucket."
known = {lab={at="3h"}}
[action.close]
title = "Close the bucket"
by    = ["lab"]
needs = "knows('leak')"
takes = "1h"
`))
	if findings.Failed() {
		fmt.Print(findings)
		return
	}
	model, err := engine.Compile(sc)
	if err != nil {
		fmt.Println(err)
		return
	}
	e := engine.New(model, 1, engine.Setup{})
	e.Observe(func(ev engine.Event) { fmt.Println(ev.At, ev.Kind) })

	hour := engine.At(scenario.Hour)
	act := engine.Command{Verb: engine.Act, Role: 0, Ref: sc.Find("action", "close")}
	if err := e.Reach(2 * hour); err != nil {
		fmt.Println(err)
	}
	fmt.Println("refused:", e.Can(act).Refusal)
	if err := e.Reach(5 * hour); err != nil {
		fmt.Println(err)
	}
	fmt.Println("accepted:", e.Do(act).OK)
	if err := e.Advance(e.Horizon()); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%.2f copies at the end\n", e.Gauge(0))
	// Output:
	// T+00:00 exercise.started
	// refused: Needs knowledge that you do not have
	// T+03:00 fact.learned
	// T+05:00 action.started
	// accepted: true
	// T+06:00 action.done
	// T+2d 00:00 exercise.ended
	// 2.00 copies at the end
}
