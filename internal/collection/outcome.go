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
	IDs   []string // the objects that it may have made
	Cause error    // why the create itself failed
	Err   error    // why its outcome could not be found out; nil: the list does not show the object so far
}

func (e *OutcomeError) Error() string {
	text := fmt.Sprintf("the request to create the %s was sent and not properly answered (%v)", e.Kind, e.Cause)
	switch {
	case len(e.IDs) > 0:
		return text + "; it may have created " + several(e.IDs)
	case e.Err != nil:
		return text + "; its outcome could not be looked up: " + e.Err.Error()
	}
	return text + "; the list does not show the object so far"
}

// Unwrap returns both causes.
func (e *OutcomeError) Unwrap() []error { return []error{e.Cause, e.Err} }

// TakenError is a create that was refused while other objects have its natural key.
type TakenError struct {
	Kind string
	IDs  []string // the objects that have it
	Err  error    // the refusal
}

func (e *TakenError) Error() string {
	return fmt.Sprintf("%v; the %s %s exists already", e.Err, e.Kind, several(e.IDs))
}

func (e *TakenError) Unwrap() error { return e.Err }

// NoListError is a list that is needed and cannot be read.
type NoListError struct {
	Kind string
	Err  error
}

func (e *NoListError) Error() string {
	return "the list of " + e.Kind + "s, which is needed here, cannot be read: " + e.Err.Error()
}

func (e *NoListError) Unwrap() error { return e.Err }

// MissingRouteError is an answer that may mean that an object is gone, or as well that the API has no such route. Nothing
// shows which, so nothing was concluded from it.
type MissingRouteError struct {
	Kind string
	Err  error // the answer
	List error // why the list does not help; nil: it may not be complete, or it shows the object
}

func (e *MissingRouteError) Error() string {
	text := fmt.Sprintf("%v; nothing shows that the API has this route for a %s", e.Err, e.Kind)
	if e.List != nil {
		text += ", and the list does not help: " + e.List.Error()
	}
	return text
}

// Unwrap returns both causes.
func (e *MissingRouteError) Unwrap() []error { return []error{e.Err, e.List} }

// ambiguousError names objects that a create may have made.
type ambiguousError struct{ ids []string }

func (e *ambiguousError) Error() string { return "candidates: " + strings.Join(e.ids, ", ") }

// unknown is the error for a post that failed with cause, and with a doubt that kept its outcome from being settled.
func (s *settlement[T]) unknown(cause, doubt error) error {
	outcome := &OutcomeError{Kind: s.api.Kind, Cause: cause, Err: doubt}
	var ambiguous *ambiguousError
	if errors.As(doubt, &ambiguous) {
		outcome.IDs = ambiguous.ids
	}
	return outcome
}

// several joins the first ids of many.
func several(ids []string) string {
	const most = 10
	if len(ids) > most {
		return fmt.Sprintf("%s or one of %d others", strings.Join(ids[:most], ", "), len(ids)-most)
	}
	return strings.Join(ids, " or ")
}

func ids[T Object](items []T) []string {
	var ids []string
	for _, item := range items {
		ids = append(ids, item.ObjectID())
	}
	slices.Sort(ids)
	return ids
}
