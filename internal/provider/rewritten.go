package provider

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// minCut is the least number of characters that a server keeps of a text that it cuts.
const minCut = 10

// isRewritten reports whether a server may have made the text that it shows from the one that was sent: servers escape HTML,
// join blanks, change the case, drop accents, emoji, or all that is not ASCII, and cut. None of that changes the order of the
// letters and digits that are left. So if a text stays as it was after an update, their letters tell a server with its own
// form from a write that was ignored. A wrong guess costs a warning instead of an error.
func isRewritten(shown, sent string) bool {
	has, wants := letters(shown, false), letters(sent, false)
	if !strings.ContainsFunc(shown, func(r rune) bool { return r > unicode.MaxASCII }) && has != wants {
		wants = letters(sent, true)
	}
	return has != "" && (has == wants || utf8.RuneCountInString(shown) >= minCut && strings.HasPrefix(wants, has))
}

// letters returns the letters and digits of a text without case and accents. plain drops the letters with accents too.
func letters(text string, plain bool) string {
	for range 3 { // see botbiz.SameText
		text = html.UnescapeString(text)
	}
	if plain {
		text = norm.NFC.String(text)
	} else {
		text = norm.NFKD.String(text)
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) || plain && r > unicode.MaxASCII {
			return -1
		}
		return unicode.ToLower(unicode.ToUpper(r))
	}, text)
}

// hasEvents reports whether a server may have made the events that it shows from those that were sent: it changes their case,
// or adds events.
func hasEvents(shown, sent string) bool {
	has := strings.Split(strings.ToLower(shown), eventSeparator)
	return !slices.ContainsFunc(strings.Split(strings.ToLower(sent), eventSeparator), func(event string) bool { return !slices.Contains(has, event) })
}

// eventSeparator is between the events of an endpoint as one text. No event type contains it.
const eventSeparator = "\n"

// heldEvents are the events of the configuration or the state as one text.
func heldEvents(events types.Set) types.String {
	if events.IsNull() || events.IsUnknown() {
		return types.StringNull()
	}
	return types.StringPointerValue(eventText(eventList(events)))
}

// eventText returns events as one text, in order and each once, or nil if the response omits them.
func eventText(events []string) *string {
	if events == nil {
		return nil
	}
	sorted := slices.Clone(events)
	slices.Sort(sorted)
	joined := strings.Join(slices.Compact(sorted), eventSeparator)
	return &joined
}

// ignored reports whether an object shows an old value where an update sent another one. Texts and events can look unchanged
// on a server that shows them in its own form, unless its answer does not say yes. Events that an update removes and that are still
// there were not removed, unless the state is that of an import, which holds what Botbiz adds.
func ignored(sent, had []spelled, memo memo, accepted bool) bool {
	for i, s := range sent {
		before := had[i]
		if s.said == nil || s.shown() || s.held.Equal(before.held) {
			continue
		}
		echo, noted := memo.Stored[s.name]
		old := before.shown() || noted && echo == *s.said
		rewritten := s.rewritten() && (s.name != "events" || memo.Imported || !before.shown())
		if old && !(accepted && rewritten) || !accepted && !rewritten {
			return true
		}
	}
	return false
}

// rewritten reports whether a server may have made what it shows from the held value.
func (s spelled) rewritten() bool { return s.made != nil && s.made(text(s.said), s.held.ValueString()) }

// unchanged returns how the API shows the values that an update does not change.
func unchanged(sent, had []spelled, stored map[string]string) map[string]string {
	kept := map[string]string{}
	for i, s := range sent {
		if echo, noted := stored[s.name]; noted && s.held.Equal(had[i].held) {
			kept[s.name] = echo
		}
	}
	return kept
}

// boolText is a boolean as a text, to compare like the texts of an object.
func boolText(value types.Bool) types.String {
	if value.IsNull() || value.IsUnknown() {
		return types.StringNull()
	}
	return types.StringValue(map[bool]string{true: "true", false: "false"}[value.ValueBool()])
}
