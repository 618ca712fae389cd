package msel

import (
	"encoding/json"
	"io"
	"strconv"

	"tocsin/sim/scenario"
)

// WriteCEXF writes the list as an exercise in the Common Exercise Format of the MISP project:
// a flow of injects with times, each with its message as payload. The scenario is a further
// payload, so that nothing is lost. The error is the writer's.
func (l *List) WriteCEXF(w io.Writer) error {
	id := uuid("cexf", l.Title, l.Scenario)
	flow, injects, payloads := []any{}, []any{}, []any{}
	if l.Scenario != "" {
		payloads = append(payloads, object{"uuid": uuid(id, carrierFile), "name": carrierFile, "type": "file",
			"parameters": object{"content": l.Scenario}})
	}
	for _, e := range l.Entries {
		inject := uuid(id, "inject", e.ID, e.Number)
		payload := uuid(inject, "payload")
		var at any
		trigger := []string{"manual"}
		if e.Timed {
			at, trigger = int64(e.At/scenario.Second), []string{"timed"}
		}
		flow = append(flow, object{"inject_uuid": inject, "description": e.Title, "reporting_callback": []any{},
			"requirements": object{}, "sequence": object{"trigger": trigger, "followed_by": []any{},
				"completion_trigger": []string{"time_expiration"}},
			"timing": object{"triggered_at": at}, carriedKey: carryEntry(e)})
		payloads = append(payloads, object{"uuid": payload, "name": e.Title, "type": "file",
			"parameters": object{"body": textHTML(e.Text)}})
		evaluation := []any{}
		if e.Expected != "" {
			evaluation = append(evaluation, object{"parameters": []any{}, "result": e.Expected,
				"evaluation_strategy": "manual", "evaluation_context": object{}, "score_range": []int{0, 100}})
		}
		injects = append(injects, object{"uuid": inject, "name": e.Title, "description": "",
			"action": "email_to_participants", "action_payload_resource_uuid": payload, "target_tool": "email",
			"inject_evaluation": evaluation, "inject_evaluation_join_type": "AND"})
	}
	length := l.Length
	if length == 0 {
		for _, e := range l.Entries {
			length = max(length, e.At)
		}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(object{
		"exercise": object{"uuid": id, "name": l.Title, "description": l.Summary, "expanded": "",
			"meta": object{"author": "", "level": "", "priority": 0}, "namespace": "tocsin", "tags": []any{},
			"total_duration": strconv.FormatInt(int64(length/scenario.Second), 10), "version": "1.0"},
		"inject_flow": flow, "inject_payloads": payloads, "injects": injects})
}
