package collection

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// OutcomeError is a create with an unknown outcome.
type OutcomeError struct {
	Kind  string
	IDs   []string // objects that it may have created
	Cause error    // why the create failed
	Err   error    // why the outcome is unknown; nil: the list does not contain the object yet
}

func (e *OutcomeError) Error() string {
	text := fmt.Sprintf("the request to create the %s was sent, but got no valid response (%v)", e.Kind, e.Cause)
	switch {
	case len(e.IDs) > 0:
		return text + "; it may have created " + several(e.IDs)
	case e.Err != nil:
		return text + "; the result cannot be read: " + e.Err.Error()
	}
	return text + "; the list does not contain the object yet"
}

// Unwrap returns both causes.
func (e *OutcomeError) Unwrap() []error { return []error{e.Cause, e.Err} }

// TakenError is a rejected create while other objects have its natural key.
type TakenError struct {
	Kind string
	IDs  []string // objects that have it
	Err  error    // the rejection
}

func (e *TakenError) Error() string {
	return fmt.Sprintf("%v; the %s %s already exists", e.Err, e.Kind, several(e.IDs))
}

func (e *TakenError) Unwrap() error { return e.Err }

// NoListError is the failure to read a list that is needed.
type NoListError struct {
	Kind string
	Err  error
}

func (e *NoListError) Error() string {
	return "the list of " + e.Kind + "s cannot be read: " + e.Err.Error()
}

func (e *NoListError) Unwrap() error { return e.Err }

// MissingRouteError is a response that means either that an object is gone or that the API does not have the route.
type MissingRouteError struct {
	Kind string
	Err  error // the response
	List error // why the list does not help; nil: it may be incomplete, or it contains the object
}

func (e *MissingRouteError) Error() string {
	text := fmt.Sprintf("%v; there is no proof that the API has this route for a %s", e.Err, e.Kind)
	if e.List != nil {
		text += ", and the list does not help: " + e.List.Error()
	}
	return text
}

// Unwrap returns both causes.
func (e *MissingRouteError) Unwrap() []error { return []error{e.Err, e.List} }

// ambiguousError lists objects that a create may have created.
type ambiguousError struct{ ids []string }

func (e *ambiguousError) Error() string { return "candidates: " + strings.Join(e.ids, ", ") }

// unknown returns the error for a POST that failed with cause, and the doubt about its outcome.
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
