package provider

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"strings"
)

// Resource types of the generic REST providers whose objects can move to this provider.
const (
	restapiObject   = "restapi_object"   // mastercard/restapi
	restfulResource = "restful_resource" // magodo/restful
)

// foreignObject is an object of the API in the state of a generic REST provider.
type foreignObject struct {
	id     string
	path   string // of its collection, relative to the server or the API
	fields map[string]any
}

// readForeignObject reads the raw state of any version of these resource types. It does not check for missing fields. An
// error quotes nothing, because the state can contain a secret.
func readForeignObject(resourceType string, raw []byte) (foreignObject, error) {
	var attributes map[string]any
	if err := json.Unmarshal(raw, &attributes); err != nil || attributes == nil {
		return foreignObject{}, fmt.Errorf("the state of a %s has an unknown format", resourceType)
	}
	// The request, the response, and the last read: later values replace earlier ones. null replaces nothing, because the
	// signing secret occurs only once.
	sources := []string{"api_data", "create_response", "data", "api_response"}
	if resourceType == restfulResource {
		sources = []string{"body", "sensitive_output", "output"}
	}
	o := foreignObject{fields: map[string]any{}}
	for _, source := range sources {
		for name, value := range objectIn(attributes[source]) {
			if value != nil && value != "<nil>" { // null in api_data, which contains text only
				o.fields[name] = value
			}
		}
	}
	o.path = collectionPath(textIn(attributes["path"]))
	// The id of restapi can be another attribute, and that of restful is a path. The object contains the real one.
	for _, id := range []any{o.fields["id"], attributes["id"], attributes["object_id"]} {
		if o.id = path.Base(collectionPath(textIn(id))); checkID(o.id) == nil {
			return o, nil
		}
	}
	o.id = ""
	return o, nil
}

// objectIn returns a JSON object: a plain one, one in a text, or one in restful's {"value":…,"type":…}.
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

// collectionPath returns the clean path of a URL or a path.
func collectionPath(text string) string {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil {
		return "/"
	}
	return path.Clean("/" + u.Path)
}

// in reports whether the object is in a collection, such as /whatsapp/accounts, below any base path.
func (o foreignObject) in(collection string) bool { return strings.HasSuffix(o.path, collection) }

// text returns a text field, or nil.
func (o foreignObject) text(name string) *string {
	if text := textIn(o.fields[name]); text != "" {
		return &text
	}
	return nil
}

// bool returns a boolean field, or nil. restapi also stores booleans as text.
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

// texts returns a list of texts, or nil. restapi also stores lists as "[a b]".
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
