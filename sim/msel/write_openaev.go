package msel

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"time"

	"tocsin/sim/scenario"
)

// Contracts of OpenAEV that every installation knows: an inject of another contract is lost
// by its importer.
const (
	mailContract   = "2790bd39-37d4-4e39-be7e-53f3ca783f86"
	manualContract = "d02e9132-b9d0-4daa-b3b1-4b9871f8472c"
)

// uuid makes an id of words, the same for the same words (RFC 9562, version 8).
func uuid(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	s := hex.EncodeToString(sum[:16])
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// object is a JSON object; its keys are written in alphabetical order.
type object map[string]any

// WriteOpenAEV writes the list as an export of a scenario that OpenAEV's importer accepts: every
// key is there, every inject is a mail or a manual one, and none depends on another. The scenario
// is an attachment, so that nothing is lost. The error is the writer's.
func (l *List) WriteOpenAEV(w io.Writer) error {
	root := l.openAEV()
	z := zip.NewWriter(w)
	write := func(name, comment string, data []byte) error {
		// the importer knows what an entry is by its comment
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Comment: comment, Method: zip.Deflate})
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		return err
	}
	doc, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return err
	}
	if err := write(firstOf(slug(l.Title), "scenario")+".json", "Scenario", doc); err != nil {
		return err
	}
	if l.Scenario != "" {
		if err := write(carrierFile, "Attachment", []byte(l.Scenario)); err != nil {
			return err
		}
	}
	return z.Close()
}

// openAEV returns the document of an export.
func (l *List) openAEV() object {
	id := uuid("scenario", l.Title, l.Scenario)
	none := []any{}
	root := object{"export_version": 1, "scenario_users": none, "scenario_organizations": none, "scenario_tags": none,
		"scenario_channels": none, "scenario_articles": none, "scenario_challenges": none,
		"scenario_objectives":         none,
		"scenario_lessons_categories": none, "scenario_lessons_questions": none, "scenario_variables": none}
	documents, documentIDs := []any{}, []any{}
	if l.Scenario != "" {
		document := uuid(id, carrierFile)
		documents = append(documents, object{"document_id": document, "document_name": carrierFile,
			"document_target": carrierFile, "document_description": "The whole scenario, as Tocsin plays it",
			"document_tags": none})
		documentIDs = append(documentIDs, document)
	}
	root["scenario_documents"] = documents
	var start any
	if !l.Start.IsZero() {
		start = l.Start.Format(time.RFC3339)
	}
	root["scenario_information"] = object{"scenario_id": id, "scenario_name": l.Title,
		"scenario_description": textHTML(l.Summary), "scenario_subtitle": "", "scenario_category": "global-crisis",
		"scenario_main_focus": "incident-response", "scenario_severity": "high",
		"scenario_message_header": "EXERCISE",
		"scenario_message_footer": "EXERCISE", "scenario_mail_from": "exercise@example.invalid",
		"scenario_tags":      none,
		"scenario_documents": documentIDs, "scenario_recurrence": nil, "scenario_recurrence_start": start,
		"scenario_recurrence_end": nil}
	teams := map[string]string{}
	list := []any{}
	for _, s := range l.Seats {
		teams[s.ID] = uuid(id, "team", s.ID)
		list = append(list, object{"team_id": teams[s.ID], "team_name": s.Title,
			"team_description": textHTML(s.Brief),
			"team_tags":        none, "team_organization": nil, "team_users": none, "team_contextual": false,
			carriedKey: s.ID})
	}
	root["scenario_teams"] = list
	shift := l.earliest()
	injects := []any{}
	for _, e := range l.Entries {
		injects = append(injects, l.openAEVInject(id, e, teams, shift))
	}
	root["scenario_injects"] = injects
	return root
}

// openAEVInject returns an inject of an export, with its time counted from the first entry.
func (l *List) openAEVInject(scenarioID string, e Entry, teams map[string]string, shift scenario.Duration) object {
	none := []any{}
	all, to := false, []any{}
	for _, r := range e.To {
		if r == everyone {
			all = true
		} else if team, ok := teams[r]; ok {
			to = append(to, team)
		}
	}
	contract, label, kind := mailContract, "Send multi-recipients mail", "openaev_email"
	if !all && len(to) == 0 {
		contract, label, kind = manualContract, "Manual (to be done by a person)", "openaev_manual"
	}
	expectations := []any{}
	if e.Expected != "" {
		expectations = append(expectations, object{"expectation_type": "MANUAL",
			"expectation_name":        "Expected response",
			"expectation_description": e.Expected, "expectation_score": 100, "expectation_expectation_group": false,
			"expectation_expiration_time": 3600})
	}
	at := scenario.Duration(0)
	if e.Timed {
		at = e.At + shift
	}
	// what has no time, or waits for a person or a condition, must not go out by itself
	goes := e.Timed && e.Kind == Inject && !holds(e.Rules)
	return object{"inject_id": uuid(scenarioID, "inject", e.ID, e.Number), "inject_title": e.Title,
		"inject_description": e.Notes, "inject_country": nil, "inject_city": nil, "inject_enabled": goes,
		"inject_injector_contract": object{"injector_contract_id": contract,
			"injector_contract_labels":  object{"en": label},
			"injector_contract_content": "{}", "convertedContent": object{}, "injector_contract_payload": nil,
			"injector_contract_injector_type": kind, "injector_contract_atomic_testing": false,
			"injector_contract_manual": contract == manualContract, "injector_contract_platforms": none},
		"inject_all_teams": all, "inject_teams": to, "inject_depends_duration": int64(at / scenario.Second),
		"inject_depends_on": none, "inject_tags": none, "inject_documents": none,
		"inject_content": object{"subject": textInline(e.Title), "body": textHTML(e.Text), "encrypted": false,
			"attachments": none, "expectations": expectations},
		carriedKey: carryEntry(e)}
}

// holds reports whether rules keep an inject from coming at its time by itself.
func holds(rules []string) bool {
	for _, r := range rules {
		if strings.HasPrefix(r, "when") || strings.HasPrefix(r, "hold") || strings.HasPrefix(r, "unless") {
			return true
		}
	}
	return false
}

// textInline writes a text as HTML without a paragraph around it.
func textInline(s string) string {
	return strings.TrimSuffix(strings.TrimPrefix(textHTML(s), "<p>"), "</p>")
}
