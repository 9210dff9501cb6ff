package collection_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

func TestOutcomeError(t *testing.T) {
	cause := errors.New("connection reset")
	for want, e := range map[string]*collection.OutcomeError{
		"wha_1 or wha_2":   {IDs: []string{"wha_1", "wha_2"}, Err: errors.New("candidates")},
		"one of 2 others":  {IDs: strings.Split("a b c d e f g h i j k l", " ")},
		"be read: no list": {Err: errors.New("no list")},
		"does not contain": {},
	} {
		e.Kind, e.Cause = "WhatsApp account", cause
		if got := e.Error(); !strings.Contains(got, want) || !strings.Contains(got, cause.Error()) || !errors.Is(e, cause) {
			t.Errorf("%q has no %q", got, want)
		}
	}
}
