package provider

import (
	"strings"
	"testing"
)

func FuzzReadForeignObject(f *testing.F) {
	for _, state := range []string{
		`{"id":"wha_1","path":"/whatsapp/accounts","data":"{\"name\":\"Support\"}","api_response":"{\"id\":\"wha_1\"}","api_data":{"id":"wha_1"}}`,
		`{"id":"whe_1","path":"/v1/webhooks/endpoints/","create_response":"{\"secret\":\"s\",\"events\":[\"a\"],\"enabled\":true}"}`,
		`{"id":"whe_1","path":"/webhooks/endpoints","api_data":{"events":"[a b]","enabled":"true","description":"<nil>"}}`,
		`{"id":"/webhooks/endpoints/whe_1","path":"/webhooks/endpoints","body":{"value":{"secret":"s"},"type":["object",{"secret":"string"}]},"output":null}`,
		`{"id":"/whatsapp/accounts/wha_1","path":"/whatsapp/accounts","output":"{\"id\":\"wha_1\",\"phone_number\":\"1\"}"}`,
		`{"id":7,"path":{},"output":{"value":{"value":[],"type":1},"type":1},"body":[[]]}`,
		`null`, `[]`, `{`, ``,
	} {
		f.Add(restapiObject, []byte(state))
		f.Add(restfulResource, []byte(state))
	}
	f.Fuzz(func(t *testing.T, resourceType string, raw []byte) {
		object, err := readForeignObject(resourceType, raw)
		if err != nil {
			return
		}
		if object.id != "" && checkID(object.id) != nil {
			t.Errorf("the id %q could leave its path", object.id)
		}
		if !strings.HasPrefix(object.path, "/") {
			t.Errorf("the path %q is not clean", object.path)
		}
		account, ok := movedAccount(object).(whatsAppAccountModel)
		if !ok || account.ID.ValueString() != object.id || account.PhoneNumber.IsUnknown() {
			t.Errorf("account = %+v", account)
		}
		endpoint, ok := movedEndpoint(object).(webhookEndpointModel)
		if !ok || endpoint.ID.ValueString() != object.id || endpoint.Enabled.IsNull() {
			t.Errorf("endpoint = %+v", endpoint)
		}
	})
}
