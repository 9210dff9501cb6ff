package provider

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"strings"
)

// Resource types of the generic REST providers, of which this provider can take objects over.
const (
	restapiObject   = "restapi_object"   // mastercard/restapi
	restfulResource = "restful_resource" // magodo/restful
)

// foreignObject is an object of the API as the state of a generic REST provider holds it.
type foreignObject struct {
	id     string
	path   string // of the collection that it is in, from the root of the server or of the API
	fields map[string]any
}

// readForeignObject reads the raw state of any version of these resource types. It takes whatever is where it looks and
// leaves it to the caller to find it wanting. An error quotes nothing, because the state may hold a secret.
func readForeignObject(resourceType string, raw []byte) (foreignObject, error) {
	var attributes map[string]any
	if err := json.Unmarshal(raw, &attributes); err != nil || attributes == nil {
		return foreignObject{}, fmt.Errorf("the state of a %s is not in the form that was expected", resourceType)
	}
	// What was asked for, what the server said, what it said last: later ones win, but no null wins over a value, since the
	// signing secret is said only once.
	sources := []string{"api_data", "create_response", "data", "api_response"}
	if resourceType == restfulResource {
		sources = []string{"body", "sensitive_output", "output"}
	}
	o := foreignObject{fields: map[string]any{}}
	for _, source := range sources {
		for name, value := range objectIn(attributes[source]) {
			if value != nil && value != "<nil>" { // as api_data, which holds text only, writes a null
				o.fields[name] = value
			}
		}
	}
	o.path = collectionPath(textIn(attributes["path"]))
	// restapi's id may be another attribute, restful's is a path; the object's own is the one to go by.
	for _, id := range []any{o.fields["id"], attributes["id"], attributes["object_id"]} {
		if o.id = path.Base(collectionPath(textIn(id))); checkID(o.id) == nil {
			return o, nil
		}
	}
	o.id = ""
	return o, nil
}

// objectIn returns a JSON object, whether it is there as such, as text, or as restful's {"value":…,"type":…}.
func objectIn(value any) map[string]any {
	switch value := value.(type) {
	case string:
		var object map[string]any
		if json.Unmarshal([]byte(value), &object) == nil {
			return object
		}
	case map[string]any:
		if _, typed := value["type"]; typed && len(value) == 2 {
			if inner, ok := value["value"]; ok {
				return objectIn(inner)
			}
		}
		return value
	}
	return nil
}

// collectionPath returns the clean path of a URL or of a part of one.
func collectionPath(text string) string {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil {
		return "/"
	}
	return path.Clean("/" + u.Path)
}

// in tells whether the object is in a collection, such as /whatsapp/accounts, below whatever base path.
func (o foreignObject) in(collection string) bool { return strings.HasSuffix(o.path, collection) }

// text returns a field that is text, or nil.
func (o foreignObject) text(name string) *string {
	if text := textIn(o.fields[name]); text != "" {
		return &text
	}
	return nil
}

// bool returns a field that is true or false, or nil. restapi holds both as text, too.
func (o foreignObject) bool(name string) *bool {
	switch value := o.fields[name].(type) {
	case bool:
		return &value
	case string:
		if value == "true" || value == "false" {
			is := value == "true"
			return &is
		}
	}
	return nil
}

// texts returns a field that is a list of text, or nil. restapi holds one as "[a b]", too.
func (o foreignObject) texts(name string) []string {
	var texts []string
	switch value := o.fields[name].(type) {
	case []any:
		for _, element := range value {
			if text := textIn(element); text != "" {
				texts = append(texts, text)
			}
		}
	case string:
		if inner, ok := strings.CutPrefix(value, "["); ok {
			texts = strings.Fields(strings.TrimSuffix(inner, "]"))
		}
	}
	return texts
}

func textIn(value any) string {
	text, _ := value.(string)
	return text
}
