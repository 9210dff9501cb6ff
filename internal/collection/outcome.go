package collection

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// OutcomeError is a create of which it is unknown whether it was carried out.
type OutcomeError struct {
	Kind  string
	IDs   []string // the objects that it may have made; several, or one that cannot be dated
	Cause error    // why the create itself failed
	Err   error    // why its outcome could not be looked up; nil: it was, and nothing is there yet
}

func (e *OutcomeError) Error() string {
	text := fmt.Sprintf("the create of the %s was sent and not properly answered (%v)", e.Kind, e.Cause)
	switch {
	case len(e.IDs) > 0:
		return text + "; it may have made " + strings.Join(e.IDs, " or ")
	case e.Err != nil:
		return text + "; its outcome could not be looked up: " + e.Err.Error()
	}
	return text + "; nothing of it shows in the list so far"
}

// Unwrap returns both causes.
func (e *OutcomeError) Unwrap() []error { return []error{e.Cause, e.Err} }

// errUnclear is a list that does not show what its objects are.
var errUnclear = errors.New("the list leaves out what would tell whether the object is there")

type ambiguousError struct{ ids []string }

func (e *ambiguousError) Error() string { return "candidates: " + strings.Join(e.ids, ", ") }

func ids[T Object](items []T) []string {
	var ids []string
	for _, item := range items {
		ids = append(ids, item.ObjectID())
	}
	slices.Sort(ids)
	return ids
}
