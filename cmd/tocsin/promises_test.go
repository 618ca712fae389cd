package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// promise is something that Tocsin promises of its reliability, with the tests that keep it.
// What of it is not kept is withdrawn, in words that SECURITY.md has too.
type promise struct {
	id        int
	what      string
	tests     string // a folder, a colon and names of tests; semicolons between folders
	withdrawn string
}

// promises are, all of them: each names its tests, or is withdrawn.
var promises = []promise{
	{1, "A record replays to the same state, score and report.",
		"sim/room: TestRecordings TestLiveResumedReplayed TestScoreIsThatOfAReplay; cmd/tocsin: " +
			"TestReportsOfRecordings", ""},
	{2, "The result is the same on every processor and system.",
		"sim/engine: TestGoldenDigests TestExpAndLog; cmd/tocsin: TestPurePackages",
		"A run on macOS or Windows should be the same as on Linux. At each change only Linux on amd64, 386 " +
			"and arm64 (emulated) is tried."},
	{3, "Scheduling, garbage collection and the number of cores do not matter.",
		"sim/engine: TestWorkersCannotBeSeen; sim/sweep: TestSameBytesWithAnyWorkers; sim/room: " +
			"TestPacedOrAtOnce", ""},
	{4, "A copy taken at any moment goes on as the original.",
		"sim/engine: TestBranches TestCloneIsEqualAndIndependent; sim/exercise: TestCloneIsEqualAndIndependent", ""},
	{5, "An old record replays, or is refused by name.", "sim/room: TestRecordings; sim/record: " +
		"TestHeadersThatCannotBe", ""},
	{6, "What is refused or looked at beforehand changes nothing.",
		"sim/engine: TestRandomPlay; sim/exercise: TestPowersCannotBeReached; sim/room: " +
			"TestPreviewIsWhatHappens", ""},
	{7, "A difference in a replay is told at the first line that differs.",
		"sim/exercise: TestADifferenceIsToldWhereItBegins", ""},
	{8, "One more draw of chance in a mechanism moves no other.", "sim/engine: TestNothingElseMoves", ""},
	{9, "Nothing takes effect before it is on the disk.",
		"sim/room: TestFullDisk TestFileLimit; sim/record: TestOneFailedSyncStopsRecording", ""},
	{10, "A killed host resumes where it was; no acknowledged act is lost.",
		"sim/room: TestKilled; sim/record: TestKill TestResumeIsSafeBeforeItTells", ""},
	{11, "A record that is cut anywhere gives all that is whole before the " +
		"cut.", "sim/record: TestEveryCut TestZeroTails", ""},
	{12, "Each fault of a disk is survived or told.", "sim/record: TestEveryFault TestEveryFaultOfAMirror", ""},
	{13, "After one failed sync nothing more is taken, and nothing is tried again.",
		"sim/record: TestOneFailedSyncStopsRecording TestFullDisk", ""},
	{14, "Damage in the middle is never taken for a torn end.", "sim/record: TestEveryBit TestEverySector " +
		"TestZeroTails", ""},
	{15, "An act costs at most 5 ms on a laptop's disk, and a long record is read in seconds.",
		"sim/record: BenchmarkAppend BenchmarkRead",
		"How fast a disk is: a benchmark measures it, but no command warns of a slow disk."},
	{16, "Two programs never write one record.", "sim/record: TestOneWriter", ""},
	{17, "A record shows that it was changed, and says what it cannot show.",
		"sim/record: TestEveryEdit TestCodesShowCutsAndForgeries TestAnIndependentReaderAgrees TestForgeriesAreNamed " +
			"TestEveryByteOfWhatIsSigned; cmd/tocsin: TestRecordVerify TestVerifySignatures", ""},
	{18, "The reader survives any bytes.", "sim/record: FuzzRead FuzzLine FuzzArguments", ""},
	{19, "No library with a known hole is in the program.", "cmd/tocsin: TestSupply",
		"Libraries with known holes are kept out by fixed versions and a list of forbidden packages. The " +
			"database of holes is not queried."},
	{20, "Nobody gets a session without a code.", "tui/host: TestNobodyGetsInWithoutACode", ""},
	{21, "To offer somebody's key gives nothing.", "tui/host: TestOfferedKeysCountForNothing", ""},
	{22, "Any ordinary ssh client gets in.", "tui/host: TestJoinByScreen TestPlainWithoutATerminal TestDumbTerminal",
		"OpenSSH's protocol is tried at each change. PuTTY and Dropbear are not."},
	{23, "Guessing codes is hopeless.",
		"tui/host: TestRedTeam TestWhoIsWrongMakesWay; sim/pass: TestNewCode TestWeakCodes",
		"Guessing codes is slow, but has no limit: a wrong code takes one second to refuse, later ten. By " +
			"calculation, an attack of four hours finds one given code that Tocsin made about once in 750,000 " +
			"attacks."},
	{24, "Floods of connections keep nobody out.",
		"tui/host: TestRedTeam TestAFloodDrivesOutItsOwn TestThereIsTimeToType",
		"How many connections a second a host can take depends on its machine. There is no defence against a " +
			"flood that fills the network itself."},
	{25, "No size of a terminal can hurt.", "tui/host: TestWindowBombs", ""},
	{26, "A session cannot hoard what others need.", "tui/host: TestFloodOfRequestsEndsTheSession " +
		"TestOneSessionInAConnection", ""},
	{27, "The port is for playing only.", "tui/host: TestOnlyWhatASeatNeeds", ""},
	{28, "A player who is stuck delays no other.", "sim/room: TestMailbox; tui/host: TestBlockedWriteIsCutOff " +
		"TestLoad", ""},
	{29, "People come and go, and a fault stays in its session.",
		"tui/host: TestFaultsStayInTheirSession TestLoad; sim/exercise: TestLateAndBackAgain",
		"A person who is disconnected 500 times, and the idle limit at its full length, are not tried at each " +
			"change."},
	{30, "Start, stop and the host's key behave.",
		"cmd/tocsin: TestTerminationEndsInGoodOrder; tui/host: TestHostKeyIsKept TestKeyPathIsNotAmongTheKeysOfSSH " +
			"TestRoomEndsGiveTerminalsBack; sim/room: TestAProgramThatIsPaused", ""},
	{31, "Cleaned text holds no control, hidden or invalid character.", "sim/scenario: TestCleanText", ""},
	{32, "Only our own sequences reach a terminal.", "tui/host: TestHostileTextReachesNoTerminal", ""},
	{33, "No two people look alike, and nobody looks like the exercise.",
		"sim/exercise: TestNamesThatPassForOthers TestNoNamePassesForAnother TestNoticesAreMarkedByKind", ""},
	{34, "Reports are inert wherever they are opened.",
		"sim/report: TestPageIsInert TestMarkdownIsInert TestTablesAreInert TestPicturesAreInert",
		"That spreadsheets take no text for a formula is tried with their rules, not with each program."},
	{35, "Nothing is written outside the folder that was given.",
		"sim/record: TestNothingIsWrittenOutside; sim/report: TestWriteStaysInside", ""},
	{36, "A hostile scenario is refused quickly, with its line.", "sim/scenario: TestHostileFiles FuzzLoad " +
		"TestLargeScenarioLoads", ""},
	{37, "No cascade runs away.", "sim/engine: TestRunawaysAreStopped TestWhatIsDeliveredCounts; sim/room: " +
		"TestAJumpThatCannotFinishIsUndone", ""},
	{38, "Conditions are total and cheap.", "sim/scenario: FuzzExpr TestAttacks TestEveryNodeIsDecided " +
		"TestClosedExpressions", ""},
	{39, "A screen never holds what its seat may not know.",
		"sim/exercise: TestNobodySeesWhatTheyMayNot TestSeededLeaksAreCaught; tui: TestApart", ""},
	{40, "Secrets do not even influence what others see.",
		"sim/exercise: TestTwins TestRefusalsDoNotTell; sim/leak: TestScenariosWithoutLeaks " +
			"TestConditionsOnWhatIsHidden",
		"If a scenario's conditions use what a seat cannot see, a refusal can tell the seat something about " +
			"it. tocsin check warns of this."},
	{41, "A seat cannot reach the facilitator's powers.",
		"sim/exercise: TestPowersCannotBeReached; sim/room: TestSeatsCannotForgeTheRoom", ""},
	{42, "A sweep gives the same table whatever the workers, their order and crashes.",
		"sim/sweep: TestShardsMakeTheWhole TestSameBytesWithAnyWorkers TestResumeFromAnyByte; cmd/tocsin: " +
			"TestKilledSweepsLoseNothing", ""},
	{43, "A distributed sweep loses and counts twice nothing, and a run that fails stays alone.",
		"sim/sweep: TestMergeAudits TestShardsKeepFailures",
		"There is no queue of work: a sweep is divided into shards with a file each. The person who runs them " +
			"must make sure that each ends."},
	{44, "A foreign, old or lying worker is not counted.", "sim/sweep: TestMergeAudits",
		"A shard of another engine or scenario is refused. A shard with invented numbers, by somebody who can " +
			"run Tocsin, is not found."},
}

// TestPromises: no promise is without a test that exists, and what is withdrawn is said
// where people read what Tocsin defends.
func TestPromises(t *testing.T) {
	security, err := os.ReadFile(filepath.Join(root(t), ".github", "SECURITY.md"))
	require.NoError(t, err)
	said := strings.Join(strings.Fields(string(security)), " ")
	have := map[string]string{}
	of := func(folder string) string {
		if have[folder] == "" {
			files, err := filepath.Glob(filepath.Join(root(t), filepath.FromSlash(folder), "*_test.go"))
			require.NoError(t, err)
			for _, f := range files {
				src, err := os.ReadFile(f)
				require.NoError(t, err)
				have[folder] += string(src)
			}
		}
		return have[folder]
	}
	for i, p := range promises {
		id := fmt.Sprintf("R-%02d", p.id)
		assert.Equal(t, i+1, p.id, "%s is in the wrong place, or one is missing", id)
		assert.True(t, p.tests != "" || p.withdrawn != "", "%s is neither kept by a test nor withdrawn", id)
		for _, part := range strings.Split(p.tests, ";") {
			folder, names, _ := strings.Cut(strings.TrimSpace(part), ":")
			assert.NotEmpty(t, strings.Fields(names), id)
			for _, name := range strings.Fields(names) {
				assert.True(t, strings.Contains(of(folder), "\nfunc "+name+"("), "%s: %s has no %s", id, folder, name)
			}
		}
		assert.Contains(t, said, p.withdrawn, "%s: SECURITY.md does not say what is withdrawn", id)
	}
	assert.Len(t, promises, 44)
}
