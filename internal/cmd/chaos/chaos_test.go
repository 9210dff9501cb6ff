package main

import (
	"os"
	"reflect"
	"testing"
)

// TestChaos is a short run. Its seed leads to unknown outcomes, imports, and interrupts.
func TestChaos(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("runs a real engine: set TF_ACC")
	}
	t.Parallel()
	summary, err := run(t.Context(), makeSchedule(2, 60, 0), t.Output())
	t.Log(summary)
	if err != nil {
		t.Error(err)
	}
}

// The same seed gives the same schedule. Another seed gives another schedule.
func TestScheduleRepeats(t *testing.T) {
	t.Parallel()
	one := makeSchedule(1, 200, 0)
	if !reflect.DeepEqual(one, makeSchedule(1, 200, 0)) {
		t.Error("the same seed gives different schedules")
	}
	if reflect.DeepEqual(one.rounds, makeSchedule(2, 200, 0).rounds) {
		t.Error("different seeds give the same schedule")
	}
	if one.operations < 200 {
		t.Errorf("%d operations", one.operations)
	}
	if n := len(makeSchedule(1, 200, 3).rounds); n != 3 {
		t.Errorf("%d rounds, want 3", n)
	}
	for seed := range uint64(200) {
		for i, r := range makeSchedule(seed, 100, 0).rounds {
			for _, f := range r.faults {
				f.Location = "http://127.0.0.1/" // depends on the server
				if err := f.Validate(); err != nil {
					t.Errorf("seed %d, round %d: %v", seed, i, err)
				}
			}
		}
	}
}
