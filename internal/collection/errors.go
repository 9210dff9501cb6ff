package collection

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

var (
	errPartial   = errors.New("the list may be incomplete")
	errInvisible = errors.New("the list does not show it")
)

// OutcomeError is a create with an unknown outcome.
type OutcomeError struct {
	Kind  string
	IDs   []string // objects that it may have created
	Cause error    // why the create failed
	Err   error    // why the outcome is unknown
	// Visible means that the next create finds the object on the list, if it is there, and does not create another one.
	Visible bool
}

func (e *OutcomeError) Error() string {
	text := fmt.Sprintf("the request to create the %s was sent once, but got no valid response (%v)", e.Kind, e.Cause)
	if len(e.IDs) > 0 {
		return text + "; it may have created " + several(e.IDs)
	}
	return text + "; the result cannot be read: " + e.Err.Error()
}

// looked reports whether a look after the create found nothing, or cannot: it did not fail in passing.
func (e *OutcomeError) looked() bool {
	return errors.Is(e.Err, errInvisible) || errors.Is(e.Err, errPartial) || errors.As(e.Err, new(*NoListError))
}

func (e *OutcomeError) Unwrap() []error { return []error{e.Cause, e.Err} }

// NotCreatedError is a create that was not sent, because the list that shows what is there before cannot be read.
type NotCreatedError struct {
	Kind string
	Err  error
}

func (e *NotCreatedError) Error() string {
	return fmt.Sprintf("the list of %ss, which the provider reads before it creates one, cannot be read: %v (nothing was created)", e.Kind, e.Err)
}
func (e *NotCreatedError) Unwrap() error { return e.Err }

// TakenError is a create while other objects have its natural key.
type TakenError struct {
	Kind   string
	IDs    []string // objects that have it
	Hidden bool     // one of them does not show its natural key, and agrees in the rest
	Err    error    // the response to the create; nil: it was not sent
}

func (e *TakenError) Error() string {
	text := fmt.Sprintf("the %s %s already exists", e.Kind, several(e.IDs))
	if e.Hidden {
		text += ", and may be the same, since the API does not show which one it is"
	}
	if e.Err != nil {
		return e.Err.Error() + "; " + text
	}
	return text
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

// RouteError is a response of an API without the route, or one that cannot be told from it.
type RouteError struct {
	Kind       string
	Err        error // the response
	List       error // why the list does not help; nil: it may be incomplete, or it contains the object
	Documented bool  // the API answers otherwise, so base URL and key are right and this route is missing
}

func (e *RouteError) Error() string {
	if e.Documented {
		return fmt.Sprintf("%v; this API does not have this route for a %s", e.Err, e.Kind)
	}
	text := fmt.Sprintf("%v; there is no proof that the API has this route for a %s", e.Err, e.Kind)
	if e.List != nil {
		text += ", and the list does not help: " + e.List.Error()
	}
	return text
}

func (e *RouteError) Unwrap() []error { return []error{e.Err, e.List} }

// isUnread reports whether this API returns no objects of the kind.
func isUnread(err error) bool {
	var route *RouteError
	return errors.As(err, &route) && route.Documented
}

// AbsentError is an object that is not on the complete list, while the API does not say that it does not exist.
type AbsentError struct {
	Kind, ID string
	Err      error // the response to the read; nil: it proves that the object is gone
}

func (e *AbsentError) Error() string {
	text := fmt.Sprintf("the %s %s is not on the complete list", e.Kind, e.ID)
	if e.Err != nil {
		text = e.Err.Error() + "; " + text
	}
	return text
}
func (e *AbsentError) Unwrap() error { return e.Err }

// InvisibleError is an object that this provider created less than two minutes ago and that the API does not show.
type InvisibleError struct{ Kind, ID string }

func (e *InvisibleError) Error() string {
	return fmt.Sprintf("the %s %s was created less than two minutes ago, and the API does not show it yet", e.Kind, e.ID)
}

// IgnoredError is a write that the API accepted and did not carry out.
type IgnoredError struct{ Kind, ID string }

func (e *IgnoredError) Error() string {
	return fmt.Sprintf("the API accepted the request, but the %s %s did not change", e.Kind, e.ID)
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
