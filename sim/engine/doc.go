// Package engine is the engine of Tocsin: it plays a scenario as a discrete-event
// simulation. It is a pure function of the scenario, a seed and commands: it reads no
// clock, starts no goroutine and does no I/O, so the same three always give the same
// events and the same digest, on any machine.
//
// # Embedding
//
// Read a scenario, compile it once, and play it as often as you like:
//
//	sc, findings := scenario.Load("my.toml", text) // what is wrong is in findings
//	model, err := engine.Compile(sc)                  // immutable, shared by all runs
//	e := engine.New(model, seed, engine.Setup{})
//	e.Observe(func(ev engine.Event) { … })            // everything that happens, in order
//	e.Reach(at)                                    // let the world come to a time
//	answer := e.Do(engine.Command{Verb: engine.Act, Role: 0, Ref: 3})
//	e.Advance(e.Horizon())                         // to the end
//
// Exercise time is a [Time]: nanoseconds since STARTEX. [Engine.Next] tells when
// something is due next, so a program with a clock of its own can follow in real time.
// [Engine.Do] answers each [Command]: accepted, or refused with a reason that a player
// understands; a refusal is an event and changes nothing else. [Engine.Can] asks the
// same without doing it. Package tocsin/sim/bot plays seats by the scenario's notes and
// shows how to drive an engine.
//
// To try many runs, keep one Engine for each goroutine and call [Engine.Reset]: it uses
// its memory again. [Engine.CopyFrom] branches a run at any moment, for what-ifs.
//
// # How it works
//
// What is due waits in one queue (queue.go), ordered by time, then rank (world before
// injects, then deadlines), then the order in which it was scheduled. Bots and people
// come after, as commands.
// Between events nothing ticks: gauges follow closed forms (gauge.go) and are computed
// when somebody asks; a condition that compares a gauge with a number is an event at the
// computed crossing. After each event only those conditions are looked at that read
// something which changed (settle.go); they act at the moment they become true.
//
// Random numbers are counter-based (random.go): a draw depends on the seed and on the
// name and history of the thing it belongs to, on nothing else. Two runs with one seed
// therefore differ only where their commands made them differ, which is what
// counterfactuals and paired comparisons rest on.
//
// Floating-point results are the same bits everywhere: products are converted with
// float64 before they are added, which forbids fusing, and exp, log and the normal
// quantile are the engine's own (floats.go).
//
// # Speed
//
// The benchmarks are compared with the same work written by hand (bench_hold_test.go and its
// like). To print the table of the engine's targets with its ratios:
//
//	go test ./sim/engine -run Targets -targets -v
package engine
